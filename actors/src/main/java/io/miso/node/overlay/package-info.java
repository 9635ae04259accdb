/** Node discovery: finds peers, keeps one stream to each. */
@NullMarked
package io.miso.node.overlay;

import org.jspecify.annotations.NullMarked;
