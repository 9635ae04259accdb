package io.miso.node.transport;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.grpc.GrpcServiceException;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Source;
import io.grpc.Status;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.replication.PeerFaultException;
import io.miso.node.replication.PeerStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sending half of a stream: a bounded queue. */
final class FrameQueue implements PeerStream {
  private static final Logger log = LoggerFactory.getLogger(FrameQueue.class);

  /** Batches are bounded by their window; this is room for those, heartbeats and rows. */
  private static final int CAPACITY = 256;

  /** For the last frames to leave before the receiving half is cut as well. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final String remote;
  private final BoundedSourceQueue<PeerFrame> queue;
  private final Source<PeerFrame, NotUsed> frames;
  private final CompletableFuture<UniqueKillSwitch> receiving = new CompletableFuture<>();

  private final AtomicBoolean completed = new AtomicBoolean();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final long maxWaitingBytes;
  private volatile @Nullable PeerFaultException fault;

  /**
   * An empty queue.
   *
   * @param maxWaitingBytes of frames that the network has not taken; one frame may be larger
   */
  FrameQueue(ActorSystem<?> system, String remote, long maxWaitingBytes) {
    this.system = system;
    this.remote = remote;
    this.maxWaitingBytes = maxWaitingBytes;
    Pair<BoundedSourceQueue<PeerFrame>, Source<PeerFrame, NotUsed>> queued =
        Source.<PeerFrame>queue(CAPACITY).preMaterialize(system);
    this.queue = queued.first();
    this.frames = queued.second().map(this::taken);
  }

  Source<PeerFrame, NotUsed> frames() {
    return frames;
  }

  void closesWith(UniqueKillSwitch killSwitch) {
    receiving.complete(killSwitch);
  }

  @Override
  public void send(PeerFrame frame) {
    long bytes = frame.getSerializedSize();
    long before = waitingBytes.getAndAdd(bytes);
    if (before > 0 && before + bytes > maxWaitingBytes) {
      cut(before + " bytes wait for it");
    } else if (queue.offer(frame) == QueueOfferResult.dropped()) {
      cut(CAPACITY + " frames wait for it");
    }
  }

  /** Why the stream was closed, where the peer is to blame. */
  @Nullable
  PeerFaultException fault() {
    return fault;
  }

  private PeerFrame taken(PeerFrame frame) {
    waitingBytes.addAndGet(-frame.getSerializedSize());
    return frame;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // shutting down a kill switch does not fail
  public void close() {
    finish(queue::complete);
    receiving.thenAccept(killSwitch ->
        system.scheduler().scheduleOnce(LINGER, killSwitch::shutdown, system.executionContext()));
  }

  @Override
  public String remote() {
    return remote;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // shutting down a kill switch does not fail
  private void cut(String what) {
    PeerFaultException doesNotRead = new PeerFaultException("does not read its stream, " + what);
    fault = doesNotRead;
    finish(() -> queue.fail(new GrpcServiceException(
        Status.RESOURCE_EXHAUSTED.withDescription(doesNotRead.getMessage()))));
    receiving.thenAccept(UniqueKillSwitch::shutdown);
  }

  /** A queue whose stream the other side has ended throws when it is finished; whoever closes a stream must not die of that. */
  private void finish(Runnable end) {
    if (completed.compareAndSet(false, true)) {
      try {
        end.run();
      } catch (IllegalStateException alreadyEnded) {
        log.debug("{} had ended its stream already", remote);
      }
    }
  }
}
