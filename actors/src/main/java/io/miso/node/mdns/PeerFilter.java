package io.miso.node.mdns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which instances on the network are peers: other nodes of the same cluster. */
final class PeerFilter {
  /** More than any full mesh; what a hostile neighbour can make a node remember. */
  static final int MAX_PEERS = 1000;

  private static final int MAX_ADDRESSES = 16;

  private final String cluster;
  private final String ownNodeId;

  PeerFilter(String cluster, String ownNodeId) {
    this.cluster = cluster;
    this.ownNodeId = ownNodeId;
  }

  /** Empty where the instance is this node, of another cluster, or says too little to dial it. */
  Optional<Found> peer(Instance instance) {
    Map<String, String> text = instance.text();
    String nodeId = text.getOrDefault(Announcement.NODE_ID, "");
    if (!cluster.equals(text.get(Announcement.CLUSTER))
        || !MdnsSettings.isNodeId(nodeId)
        || nodeId.equals(ownNodeId)
        || instance.port() < 1
        || instance.port() > 65535) {
      return Optional.empty();
    }
    List<InetAddress> addresses = addresses(instance);
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new Found(nodeId, addresses, instance.port()));
  }

  /** One peer per node id and port, though several interfaces may have shown it; in the order of node ids. */
  static Set<Found> merged(Collection<Found> sightings) {
    SortedMap<String, Found> peers = new TreeMap<>();
    for (Found sighting : sightings) {
      peers.merge(sighting.nodeId() + ":" + sighting.port(), sighting, PeerFilter::both);
    }
    Set<Found> all = new LinkedHashSet<>();
    peers.values().stream().limit(MAX_PEERS).forEach(all::add);
    return Collections.unmodifiableSet(all);
  }

  private static Found both(Found one, Found other) {
    Set<InetAddress> addresses = new LinkedHashSet<>(one.addresses());
    addresses.addAll(other.addresses());
    return new Found(one.nodeId(), new ArrayList<>(addresses), one.port());
  }

  private static List<InetAddress> addresses(Instance instance) {
    Stream<InetAddress> told = Stream.of(
            instance.text().getOrDefault(Announcement.ADDRESSES, "").split(",", -1))
        .map(String::strip)
        .map(IpLiteral::parse)
        .flatMap(Optional::stream);
    List<InetAddress> usable = usable(told, instance.loopback());
    return usable.isEmpty() ? usable(instance.addresses().stream(), instance.loopback()) : usable;
  }

  /** A loopback address told by another host would lead back to this one. */
  private static List<InetAddress> usable(Stream<InetAddress> addresses, boolean loopback) {
    return addresses
        .filter(Predicate.not(InetAddress::isAnyLocalAddress))
        .filter(Predicate.not(InetAddress::isMulticastAddress))
        .filter(address -> address.isLoopbackAddress() == loopback)
        .distinct()
        .limit(MAX_ADDRESSES)
        .toList();
  }
}
