/** Who a node is, under which replica ids it writes, and where it takes the time from. */
@NullMarked
package io.miso.node.identity;

import org.jspecify.annotations.NullMarked;
