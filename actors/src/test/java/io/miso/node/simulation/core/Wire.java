package io.miso.node.simulation.core;

import com.google.protobuf.InvalidProtocolBufferException;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.replication.PeerStream;
import io.miso.node.replication.StreamLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stream between the lives of two nodes. Frames cross it as bytes. */
final class Wire {
  /** What travels on a wire, for those who watch. */
  interface Watcher {
    void sent(NodeLife from, NodeLife to, PeerFrame frame, int bytes);

    void lost(Wire wire);
  }

  private final Watcher watcher;
  private final End dialling;
  private final End accepting;
  private boolean broken;

  Wire(NodeLife dialler, NodeLife acceptor, Direction there, Direction back, Watcher watcher) {
    this.watcher = watcher;
    this.dialling = new End(dialler, there, true);
    this.accepting = new End(acceptor, back, false);
  }

  End dialling() {
    return dialling;
  }

  End accepting() {
    return accepting;
  }

  /** Swallows whatever is sent from now on. */
  void breakSilently() {
    broken = true;
  }

  boolean isOpen() {
    return !broken
        && dialling.link != null
        && accepting.link != null
        && !dialling.closed
        && !accepting.closed;
  }

  boolean joins(NodeLife one, NodeLife other) {
    return (dialling.life == one && accepting.life == other)
        || (dialling.life == other && accepting.life == one);
  }

  /** Whether both sides are through with it. */
  boolean isOver() {
    return (dialling.closed || dialling.life.isOver())
        && (accepting.closed || accepting.life.isOver());
  }

  /** One side of the stream. */
  final class End implements PeerStream {
    private final NodeLife life;
    private final Direction out;
    private final boolean dialled;

    /** Came before this side heard that the stream is open. */
    private final List<byte[]> early = new ArrayList<>();

    private @Nullable StreamLink link;
    private boolean closed;

    private End(NodeLife life, Direction out, boolean dialled) {
      this.life = life;
      this.out = out;
      this.dialled = dialled;
    }

    NodeLife life() {
      return life;
    }

    /** The handshake is over on this side. */
    void open() {
      StreamLink opened = life.newLink(dialled);
      opened.bind(this);
      link = opened;
      life.attached(other().life, opened);
      early.forEach(this::receive);
      early.clear();
    }

    /** Sends what opens the other side, ahead of all frames. */
    void welcome(Runnable opened) {
      out.stream(0, opened);
    }

    boolean carries(StreamLink other) {
      return link == other;
    }

    @Override
    public void send(PeerFrame frame) {
      if (closed || !life.sends(frame)) {
        return;
      }
      byte[] bytes = frame.toByteArray();
      watcher.sent(life, other().life, frame, bytes.length);
      if (out.loses()) {
        watcher.lost(Wire.this);
      } else {
        out.stream(bytes.length, () -> other().receive(bytes));
      }
    }

    /** Ends this side, and tells the other. */
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        out.stream(0, () -> other().closed(null));
        life.later(0, () -> tellClosed(null));
      }
    }

    /** This side hears that the stream broke. */
    void closed(@Nullable Throwable cause) {
      life.enter(() -> {
        if (!closed) {
          closed = true;
          tellClosed(cause);
        }
      });
    }

    @Override
    public String remote() {
      return other().life.toString();
    }

    private void receive(byte[] bytes) {
      if (broken) {
        return;
      }
      if (life.isOver()) {
        // Whoever is there now knows nothing of this stream, and says so.
        if (life.place().isUp()) {
          out.control(() -> other().closed(new IOException("reset by peer")));
        }
        return;
      }
      life.enter(() -> {
        StreamLink open = link;
        if (closed) {
          return;
        }
        if (open == null) {
          early.add(bytes);
        } else {
          open.onFrame(parsed(bytes));
        }
      });
    }

    private void tellClosed(@Nullable Throwable cause) {
      if (link != null) {
        link.onClosed(cause);
      }
    }

    private End other() {
      return this == dialling ? accepting : dialling;
    }

    private static PeerFrame parsed(byte[] bytes) {
      try {
        return PeerFrame.parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError("a frame does not survive its encoding", e);
      }
    }
  }
}
