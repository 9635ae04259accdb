package io.miso.node.replication;

import akka.Done;
import io.miso.crdt.Crdt;
import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.codec.MalformedStateException;
import io.miso.node.codec.StateCodec;
import io.miso.node.function.FunctionView;
import io.miso.node.identity.NodeClock;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.settings.NodeSettings;
import io.miso.node.state.CrdtTable;
import io.miso.node.state.Replication;
import io.miso.node.state.SimulatedObjects.Later;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The peers of one node for the simulator of the cores: what the actors of peers and restores do around {@link Peer} and {@link Restore}. */
public final class SimulatedPeers implements Replication, StreamLink.Receiver {

  /** The rest of the node. */
  public interface Node {
    CrdtTable copies();

    FunctionView view();

    /** A peer's own row, or all rows that it knows. */
    void rows(NodeId peer, PeerFrame frame);

    void alive(NodeId peer);

    void join(CrdtKey key, Crdt<?> state);

    void held(String function);

    /** The last copy of a function was dropped. */
    void released(String function);

    /** A peer is known to have a version of a copy. */
    void acknowledged(NodeId peer, CrdtKey key, long version);

    /** A stream ended on this side. */
    void streamEnded(StreamLink link);
  }

  private final NodeSettings settings;
  private final NodeClock clock;
  private final Later later;
  private final Node node;
  private final Map<NodeId, Peer> peers = new LinkedHashMap<>();
  private final Map<StreamLink, Peer> links = new LinkedHashMap<>();

  public SimulatedPeers(NodeSettings settings, NodeClock clock, Later later, Node node) {
    this.settings = settings;
    this.clock = clock;
    this.later = later;
    this.node = node;
  }

  /** A stream passed the handshake. */
  public void attach(PeerIdentity identity, StreamLink link) {
    Peer peer = peers.computeIfAbsent(identity.id(), id -> new Conversation(identity).peer);
    links.put(link, peer);
    peer.attached(identity, link, clock.steadyMillis());
  }

  /** The peer is gone for good. */
  public void forget(NodeId id) {
    Peer peer = peers.remove(id);
    if (peer != null) {
      peer.close();
    }
  }

  /** Whether a peer is waited for when it is asked. */
  public boolean isReachable(NodeId id) {
    Peer peer = peers.get(id);
    return peer != null
        && peer.status(clock.steadyMillis()).getReachability() == Reachability.REACHABLE;
  }

  public void ownRow(FunctionRow row) {
    peers.values().forEach(peer -> peer.ownRow(row, clock.steadyMillis()));
  }

  public void tick() {
    List.copyOf(peers.values()).forEach(peer -> peer.tick(clock.steadyMillis()));
  }

  @Override
  public void publish(CrdtKey key, Crdt<?> delta, long sinceMs) {
    for (NodeId id : node.view().interestedPeers(key.object().function())) {
      later.after(0, () -> {
        Peer peer = peers.get(id);
        if (peer != null) {
          peer.enqueue(key, delta, sinceMs, clock.steadyMillis());
        }
      });
    }
  }

  @Override
  public void restore(ObjectKey object, String name, Runnable proceed) {
    new Asking(object, name, proceed).begin();
  }

  @Override
  public void held(String function) {
    node.held(function);
  }

  @Override
  public void released(String function) {
    node.released(function);
  }

  @Override
  public Holders holders(String function) {
    FunctionView view = node.view();
    return new Holders(
        view.ownRow().getFunctionsList().stream()
            .anyMatch(entry -> entry.getFunction().equals(function) && FunctionView.wants(entry)),
        view.interestedPeers(function),
        view.holdingPeers(function));
  }

  /** Runs the action once every peer that is waited for has what is pending of a function. */
  public void drain(String function, Runnable drained) {
    int[] open = {peers.size() + 1};
    Runnable one = () -> {
      if (--open[0] == 0) {
        drained.run();
      }
    };
    for (Peer peer : List.copyOf(peers.values())) {
      peer.drain(key -> key.object().function().equals(function), one, clock.steadyMillis());
    }
    one.run();
  }

  /**
   * Has every interested peer told what this node holds of the object now.
   *
   * @param over told of each whether it has it
   */
  public void sync(ObjectKey object, BiConsumer<NodeId, Boolean> over) {
    for (NodeId id : node.view().interestedPeers(object.function())) {
      Peer peer = peers.get(id);
      if (peer == null) {
        over.accept(id, false);
      } else {
        peer.sync(object, had -> over.accept(id, had), clock.steadyMillis());
      }
    }
  }

  @Override
  public void frame(StreamLink link, PeerFrame frame, CompletableFuture<Done> handled) {
    Peer peer = links.get(link);
    if (peer == null || !peer.uses(link)) {
      return;
    }
    peer.heard(frame, clock.steadyMillis());
    switch (frame.getFrameCase()) {
      case FUNCTION_ROW, FUNCTION_TABLE -> node.rows(peer.identity().id(), frame);
      case HEARTBEAT -> node.alive(peer.identity().id());
      case BATCH -> join(frame.getBatch().getUpdatesList());
      case RESTORE_ANSWER -> join(frame.getRestoreAnswer().getUpdatesList());
      default -> {
        // Nothing to merge or to join before it counts.
      }
    }
    if (peer.uses(link)) {
      taken(peer, frame);
      if (frame.hasGoodbye()) {
        link.close();
      }
    }
  }

  @Override
  public void closed(StreamLink link, @Nullable Throwable cause) {
    Peer peer = links.remove(link);
    if (peer != null && peer.uses(link)) {
      peer.detached();
    }
    node.streamEnded(link);
  }

  private void taken(Peer peer, PeerFrame frame) {
    try {
      if (!frame.hasFunctionRow() || !node.view().isGone(peer.identity().id())) {
        peer.take(frame, clock.steadyMillis());
      }
    } catch (MalformedStateException e) {
      throw new AssertionError("a core sent a malformed state", e);
    }
  }

  private void join(List<CrdtUpdate> updates) {
    try {
      List<Runnable> joins = new ArrayList<>();
      for (CrdtUpdate update : updates) {
        Crdt<?> state = StateCodec.decode(update.getState());
        joins.add(() -> node.join(Frames.key(update.getAddress(), state.type()), state));
      }
      joins.forEach(Runnable::run);
    } catch (MalformedStateException e) {
      throw new AssertionError("a core sent a malformed state", e);
    }
  }

  /** One peer, and what it asks of its actor. */
  private final class Conversation implements Peer.Effects {
    private final Peer peer;

    private Conversation(PeerIdentity identity) {
      peer = new Peer(
          settings,
          identity,
          node::view,
          Copies.in(node.copies()),
          new PeerTraffic(settings.limits().functions()),
          this);
    }

    @Override
    public void wakeAfter(long ms) {
      later.after(ms, () -> peer.wake(clock.steadyMillis()));
    }

    @Override
    public void acknowledged(CrdtKey key, long version) {
      later.after(0, () -> node.acknowledged(peer.identity().id(), key, version));
    }

    @Override
    public int peers() {
      return peers.size();
    }
  }

  /** One restore, as its actor runs it. */
  private final class Asking implements Restore.Effects {
    private final ObjectKey object;
    private final String name;
    private final Runnable proceed;
    private final Restore restore = new Restore(settings.restore().timeout(), this);

    private Asking(ObjectKey object, String name, Runnable proceed) {
      this.object = object;
      this.name = name;
      this.proceed = proceed;
    }

    private void begin() {
      restore.begin(node.view().holdingPeers(object.function()).stream()
          .filter(peers::containsKey)
          .toList());
    }

    @Override
    public void startDeadline(Duration timeout) {
      later.after(timeout.toMillis(), restore::deadlinePassed);
    }

    @Override
    public void ask(NodeId holder) {
      Peer peer = peers.get(holder);
      if (peer == null) {
        restore.answered(false);
      } else {
        peer.ask(
            object, name, had -> later.after(0, () -> restore.answered(had)), clock.steadyMillis());
      }
    }

    @Override
    public void proceed() {
      proceed.run();
    }
  }
}
