/**
 * Peers find each other by mDNS and DNS-SD: {@link io.miso.node.mdns.MdnsNode} announces this node and browses for
 * others, {@link io.miso.node.mdns.MdnsServiceDiscovery} shows the result as an Akka Discovery method (ADR 0006).
 */
@NullMarked
package io.miso.node.mdns;

import org.jspecify.annotations.NullMarked;
