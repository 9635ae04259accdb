/** A MISO node: {@link io.miso.node.MisoNode} starts one. */
@NullMarked
package io.miso.node;

import org.jspecify.annotations.NullMarked;
