/** Stateful Objects and their CRDTs as actors, and the table that finds them. */
@NullMarked
package io.miso.node.state;

import org.jspecify.annotations.NullMarked;
