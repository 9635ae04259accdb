/** Placeholder. */
@NullMarked
package io.miso.node;

import org.jspecify.annotations.NullMarked;
