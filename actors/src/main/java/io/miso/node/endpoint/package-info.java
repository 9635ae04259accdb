/** The services a node offers to functions and operators. */
@NullMarked
package io.miso.node.endpoint;

import org.jspecify.annotations.NullMarked;
