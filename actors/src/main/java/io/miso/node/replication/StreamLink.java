package io.miso.node.replication;

import akka.Done;
import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.PeerFrame;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A stream and whoever takes its frames now: node discovery until the handshake is over, then the peer's actor. The Hello is handled
 * before the next frame is read, so no frame reaches the wrong one.
 */
public final class StreamLink implements StreamHandler {

  /** Receives the events of a link; called from the transport's threads, must only send messages. */
  public interface Receiver {
    void frame(StreamLink link, PeerFrame frame, CompletableFuture<Done> handled);

    void closed(StreamLink link, @Nullable Throwable cause);
  }

  private final boolean dialledHere;
  private final Receiver opener;
  private Receiver receiver;
  private boolean closed;
  private @Nullable Throwable closedBy;
  private @Nullable PeerStream stream;
  private volatile @Nullable Goodbye farewell;

  public StreamLink(boolean dialledHere, Receiver opener) {
    this.dialledHere = dialledHere;
    this.receiver = opener;
    this.opener = opener;
  }

  /** Before the first event can come, or from the thread that dials. */
  public synchronized void bind(PeerStream opened) {
    stream = opened;
  }

  /** Whether this node opened the stream. */
  public boolean dialledHere() {
    return dialledHere;
  }

  /** Who takes the frames from now on; the opener still hears of the end. A stream that ended meanwhile tells so at once. */
  synchronized void handTo(Receiver next) {
    receiver = next;
    if (closed) {
      next.closed(this, closedBy);
    }
  }

  @Override
  public CompletionStage<Done> onFrame(PeerFrame frame) {
    if (frame.hasGoodbye()) {
      farewell = frame.getGoodbye();
    }
    CompletableFuture<Done> handled = new CompletableFuture<>();
    receiver().frame(this, frame, handled);
    return handled;
  }

  @Override
  public synchronized void onClosed(@Nullable Throwable cause) {
    if (closed) {
      return;
    }
    closed = true;
    closedBy = cause;
    receiver.closed(this, cause);
    if (receiver != opener) {
      opener.closed(this, cause);
    }
  }

  public void send(PeerFrame frame) {
    stream().send(frame);
  }

  /** Sends a last frame, then closes. */
  public void end(PeerFrame last) {
    stream().send(last);
    stream().close();
  }

  /** Sends a last frame, closes, and tells of the end at once, since the other side is not to be relied on. */
  void end(PeerFrame last, PeerFaultException fault) {
    end(last);
    onClosed(fault);
  }

  public void close() {
    stream().close();
  }

  /** Why the other side ended the stream, where it said so. */
  public Optional<Goodbye> farewell() {
    return Optional.ofNullable(farewell);
  }

  /** Closes, and tells of the end at once, without waiting for the other side or the network to notice. */
  public void abandon(Throwable cause) {
    stream().close();
    onClosed(cause);
  }

  public String remote() {
    return stream().remote();
  }

  private synchronized Receiver receiver() {
    return receiver;
  }

  private synchronized PeerStream stream() {
    return Objects.requireNonNull(stream, "bound before use");
  }
}
