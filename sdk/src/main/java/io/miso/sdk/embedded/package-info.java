/**
 * The binding to a node in this very process, for long-lived functions on the JVM. The only package of the SDK that knows the node, and
 * with it Akka: its users add {@code io.miso:miso-actors} to their dependencies.
 */
@NullMarked
package io.miso.sdk.embedded;

import org.jspecify.annotations.NullMarked;
