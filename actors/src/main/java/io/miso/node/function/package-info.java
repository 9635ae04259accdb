/** Function discovery: who runs what and who holds what. */
@NullMarked
package io.miso.node.function;

import org.jspecify.annotations.NullMarked;
