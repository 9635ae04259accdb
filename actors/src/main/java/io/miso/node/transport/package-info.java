/** Streams between nodes over Akka gRPC. */
@NullMarked
package io.miso.node.transport;

import org.jspecify.annotations.NullMarked;
