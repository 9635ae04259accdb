/** The binding to a daemon, over the published unary services and {@code miso.node.v1}. No Akka, no CRDT code. */
@NullMarked
package io.miso.sdk.remote;

import org.jspecify.annotations.NullMarked;
