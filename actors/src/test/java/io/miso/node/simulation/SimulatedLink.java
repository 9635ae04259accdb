package io.miso.node.simulation;

import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.replication.PeerStream;
import io.miso.node.replication.StreamHandler;
import io.miso.node.settings.NodeSettings.Seed;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One stream between two nodes: two halves, one per direction. */
final class SimulatedLink {
  private record InFlight(long dueMs, @Nullable PeerFrame frame) {}

  /** One direction; a null frame is its end. */
  private final class Half implements PeerStream {
    private final Seed from;
    private final Seed to;
    private final Deque<InFlight> queue = new ArrayDeque<>();
    private @Nullable StreamHandler receiver;
    private boolean busy;
    private boolean ended;

    private Half(Seed from, Seed to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void send(PeerFrame frame) {
      synchronized (SimulatedLink.this) {
        if (!ended && !broken) {
          queue.add(new InFlight(network.dueAt(from, to), frame));
        }
      }
    }

    @Override
    public void close() {
      synchronized (SimulatedLink.this) {
        if (!ended) {
          ended = true;
          queue.add(new InFlight(network.dueAt(from, to), null));
        }
      }
    }

    @Override
    public String remote() {
      return to.toString();
    }

    private long nextDueMs() {
      InFlight head = queue.peek();
      return head == null || busy || broken || !network.passes(from, to)
          ? Long.MAX_VALUE
          : head.dueMs();
    }

    private @Nullable InFlight nextDue() {
      synchronized (SimulatedLink.this) {
        InFlight head = queue.peek();
        boolean due = head != null
            && !busy
            && !broken
            && head.dueMs() <= network.now()
            && network.passes(from, to);
        return due ? queue.poll() : null;
      }
    }
  }

  private final SimulatedNetwork network;
  private final Half outgoing;
  private final Half returning;
  private boolean accepted;
  private boolean broken;

  SimulatedLink(SimulatedNetwork network, Seed dialler, Seed dialled, StreamHandler handler) {
    this.network = network;
    this.outgoing = new Half(dialler, dialled);
    this.returning = new Half(dialled, dialler);
    this.returning.receiver = handler;
  }

  PeerStream outgoing() {
    return outgoing;
  }

  boolean touches(Seed address) {
    return outgoing.from.equals(address) || outgoing.to.equals(address);
  }

  boolean joins(Seed one, Seed other) {
    return touches(one) && touches(other);
  }

  synchronized boolean over() {
    return broken;
  }

  synchronized long nextDueMs() {
    return Math.min(outgoing.nextDueMs(), returning.nextDueMs());
  }

  /** Delivers at most one frame per direction; answers whether there was one. */
  boolean pump() {
    if (!accepted && !accept()) {
      return false;
    }
    boolean there = deliver(outgoing);
    boolean back = deliver(returning);
    return there || back;
  }

  void breakWith(@Nullable Throwable cause) {
    StreamHandler atDialler;
    StreamHandler atDialled;
    synchronized (this) {
      if (broken) {
        return;
      }
      broken = true;
      atDialler = returning.receiver;
      atDialled = outgoing.receiver;
    }
    if (atDialler != null) {
      atDialler.onClosed(cause);
    }
    if (atDialled != null) {
      atDialled.onClosed(cause);
    }
  }

  /** The first frame opens the stream at the other end, as Akka gRPC does. */
  private boolean accept() {
    if (outgoing.nextDueMs() > network.now()) {
      return false;
    }
    Function<PeerStream, StreamHandler> listener = network.listenerAt(outgoing.to);
    if (listener == null) {
      breakWith(new IOException("connection refused"));
      return false;
    }
    accepted = true;
    StreamHandler handler = listener.apply(returning);
    synchronized (this) {
      outgoing.receiver = handler;
    }
    return true;
  }

  private boolean deliver(Half half) {
    InFlight next = half.nextDue();
    StreamHandler receiver = half.receiver;
    if (next == null || receiver == null) {
      return false;
    }
    if (next.frame() == null) {
      breakWith(null);
      return true;
    }
    if (network.breaks()) {
      breakWith(new IOException("connection reset"));
      return true;
    }
    network.count(half.from, half.to, next.frame());
    synchronized (this) {
      half.busy = true;
    }
    var unused = receiver.onFrame(next.frame()).whenComplete((done, error) -> {
      synchronized (SimulatedLink.this) {
        half.busy = false;
      }
    });
    return true;
  }
}
