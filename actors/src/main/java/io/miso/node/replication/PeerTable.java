package io.miso.node.replication;

import akka.actor.typed.ActorRef;
import io.miso.node.identity.NodeId;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The actors of the peers by node id, so that a delta finds its way without passing through another actor. Thread-safe. */
public final class PeerTable {
  private final ConcurrentHashMap<NodeId, ActorRef<PeerActor.Command>> peers =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<NodeId, PeerIdentity> identities = new ConcurrentHashMap<>();

  @Nullable
  ActorRef<PeerActor.Command> get(NodeId node) {
    return peers.get(node);
  }

  /** Who a node said it is when it was last connected. */
  public @Nullable PeerIdentity identity(NodeId node) {
    return identities.get(node);
  }

  void put(PeerIdentity identity, ActorRef<PeerActor.Command> peer) {
    identities.put(identity.id(), identity);
    peers.put(identity.id(), peer);
  }

  @Nullable
  ActorRef<PeerActor.Command> remove(NodeId node) {
    identities.remove(node);
    return peers.remove(node);
  }

  public int size() {
    return peers.size();
  }

  /** In the order of the ids, so that one input has one outcome. */
  Map<NodeId, ActorRef<PeerActor.Command>> all() {
    return new TreeMap<>(peers);
  }
}
