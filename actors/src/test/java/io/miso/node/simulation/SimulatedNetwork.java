package io.miso.node.simulation;

import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.replication.PeerStream;
import io.miso.node.replication.PeerTransport;
import io.miso.node.replication.StreamHandler;
import io.miso.node.settings.NodeSettings.Seed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Streams between simulated nodes. They behave as TCP does: in order, without loss while they stand. A cut does not close a stream,
 * nobody is told; what was sent waits and arrives after the cut if both ends still hold the stream. A lost frame breaks its stream.
 */
public final class SimulatedNetwork {
  private record Direction(Seed from, Seed to) {}

  private final SimulatedTime clock;
  private final SimulationExecutor executor;
  private final Random random;
  private final Map<Seed, Function<PeerStream, StreamHandler>> listeners = new HashMap<>();
  private final List<SimulatedLink> links = new ArrayList<>();
  private final Set<Direction> cuts = new HashSet<>();
  private final Map<Direction, Duration> delays = new HashMap<>();
  private final Map<Direction, Long> delivered = new HashMap<>();
  private double breakProbability;

  SimulatedNetwork(SimulatedTime clock, SimulationExecutor executor, Random random) {
    this.clock = clock;
    this.executor = executor;
    this.random = random;
  }

  /** Nothing passes between the two any more, in either direction. */
  public synchronized void cut(SimulatedNode one, SimulatedNode other) {
    cutOneWay(one, other);
    cutOneWay(other, one);
  }

  /** Nothing passes from one to the other any more; the way back stays open. */
  public synchronized void cutOneWay(SimulatedNode from, SimulatedNode to) {
    cuts.add(new Direction(from.address(), to.address()));
  }

  /** Cuts a node off from all others. */
  public synchronized void isolate(SimulatedNode node) {
    for (Seed other : List.copyOf(listeners.keySet())) {
      if (!other.equals(node.address())) {
        cuts.add(new Direction(node.address(), other));
        cuts.add(new Direction(other, node.address()));
      }
    }
  }

  /** Ends all cuts. */
  public synchronized void heal() {
    cuts.clear();
  }

  /** Each frame from one to the other takes this long. */
  public synchronized void delay(SimulatedNode from, SimulatedNode to, Duration delay) {
    delays.put(new Direction(from.address(), to.address()), delay);
  }

  /** Every frame breaks its stream with this probability, everything after it is lost with it. */
  public synchronized void dropFrames(double probability) {
    breakProbability = probability;
  }

  /** Breaks the streams between two nodes now, as a connection reset does. */
  public void breakStreams(SimulatedNode one, SimulatedNode other) {
    List<SimulatedLink> broken;
    synchronized (this) {
      broken =
          links.stream().filter(l -> l.joins(one.address(), other.address())).toList();
    }
    reset(broken);
  }

  /** Batches of states that arrived at one node from the other. */
  public synchronized long statesDelivered(SimulatedNode from, SimulatedNode to) {
    return delivered.getOrDefault(new Direction(from.address(), to.address()), 0L);
  }

  PeerTransport transportOf(Seed address) {
    return new PeerTransport() {
      @Override
      public PeerStream dial(Seed to, Function<Seed, PeerFrame> hello, StreamHandler handler) {
        return SimulatedNetwork.this.dial(address, to, hello.apply(address), handler);
      }

      @Override
      public void acceptWith(Function<PeerStream, StreamHandler> acceptor) {
        listen(address, acceptor);
      }

      @Override
      public Seed ownAddressTowards(Seed peer) {
        return address;
      }
    };
  }

  /** The process at the address is gone: its streams break at the other end. */
  void crash(Seed address) {
    List<SimulatedLink> broken;
    synchronized (this) {
      listeners.remove(address);
      broken = links.stream().filter(link -> link.touches(address)).toList();
      links.removeAll(broken);
    }
    reset(broken);
  }

  /** Both ends of all of them hear of it before anything else happens. */
  private void reset(List<SimulatedLink> broken) {
    executor.call(() -> {
      broken.forEach(link -> link.breakWith(new IOException("connection reset")));
      return broken;
    });
  }

  /** Delivers what is due; answers whether anything was. */
  boolean pump() {
    List<SimulatedLink> current;
    synchronized (this) {
      links.removeIf(SimulatedLink::over);
      current = List.copyOf(links);
    }
    boolean progressed = false;
    for (SimulatedLink link : current) {
      progressed |= link.pump();
    }
    return progressed;
  }

  /** When the next frame that can pass is due; the end of time where there is none. */
  synchronized long nextDueMs() {
    return links.stream().mapToLong(SimulatedLink::nextDueMs).min().orElse(Long.MAX_VALUE);
  }

  private synchronized void listen(Seed address, Function<PeerStream, StreamHandler> acceptor) {
    listeners.put(address, acceptor);
  }

  private synchronized PeerStream dial(Seed from, Seed to, PeerFrame hello, StreamHandler handler) {
    SimulatedLink link = new SimulatedLink(this, from, to, handler);
    link.outgoing().send(hello);
    links.add(link);
    return link.outgoing();
  }

  synchronized @Nullable Function<PeerStream, StreamHandler> listenerAt(Seed address) {
    return listeners.get(address);
  }

  synchronized boolean passes(Seed from, Seed to) {
    return !cuts.contains(new Direction(from, to));
  }

  synchronized long dueAt(Seed from, Seed to) {
    return clock.millis()
        + delays.getOrDefault(new Direction(from, to), Duration.ZERO).toMillis();
  }

  long now() {
    return clock.millis();
  }

  synchronized boolean breaks() {
    return breakProbability > 0 && random.nextDouble() < breakProbability;
  }

  synchronized void count(Seed from, Seed to, PeerFrame frame) {
    if (frame.hasBatch()) {
      delivered.merge(
          new Direction(from, to), (long) frame.getBatch().getUpdatesCount(), Long::sum);
    } else if (frame.hasRestoreAnswer()) {
      delivered.merge(
          new Direction(from, to), (long) frame.getRestoreAnswer().getUpdatesCount(), Long::sum);
    }
  }
}
