/** Settings of a node, read once and validated. */
@NullMarked
package io.miso.node.settings;

import org.jspecify.annotations.NullMarked;
