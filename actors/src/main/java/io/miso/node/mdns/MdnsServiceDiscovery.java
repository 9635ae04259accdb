package io.miso.node.mdns;

import akka.actor.ExtendedActorSystem;
import akka.discovery.Lookup;
import akka.discovery.ServiceDiscovery;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import scala.Option;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * mDNS/DNS-SD as an Akka Discovery method:
 *
 * <pre>
 * akka.discovery.miso-mdns.class = "io.miso.node.mdns.MdnsServiceDiscovery"
 * </pre>
 *
 * <p>The service name of a look-up is that of {@link MdnsSettings}, {@code X.local}; the answer has one target for each
 * address of each peer, without this node itself. It comes at once after the first query window, and before that at its
 * end or the resolve timeout, whichever is sooner. The look-up fails where {@link MdnsExtension} was not asked to
 * announce that name: what it announces decides cluster and interfaces.
 */
public final class MdnsServiceDiscovery extends ServiceDiscovery {
  private final MdnsExtension mdns;

  /** Called by Akka. */
  public MdnsServiceDiscovery(ExtendedActorSystem system) {
    this.mdns = MdnsExtension.get(system);
  }

  @Override
  public Future<Resolved> lookup(Lookup lookup, FiniteDuration resolveTimeout) {
    return FutureConverters.asScala(look(lookup.serviceName(), resolveTimeout));
  }

  private CompletableFuture<Resolved> look(String serviceName, FiniteDuration resolveTimeout) {
    ServiceType type;
    try {
      type = ServiceType.of(serviceName);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    return mdns.node(type)
        .map(node ->
            firstLook(node, resolveTimeout).thenApply(end -> resolved(serviceName, node.found())))
        .orElseGet(() -> CompletableFuture.failedFuture(
            new IllegalStateException("mDNS was not started for " + type.qualified())));
  }

  private static CompletableFuture<Void> firstLook(MdnsNode node, FiniteDuration resolveTimeout) {
    return node.firstLook()
        .toCompletableFuture()
        .completeOnTimeout(null, resolveTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Resolved resolved(String serviceName, Set<Found> peers) {
    List<ResolvedTarget> targets = new ArrayList<>();
    for (Found peer : peers) {
      for (InetAddress address : peer.addresses()) {
        targets.add(new ResolvedTarget(
            address.getHostAddress(), Option.apply(peer.port()), Option.apply(address)));
      }
    }
    return new Resolved(serviceName, CollectionConverters.asScala(targets).toList());
  }
}
