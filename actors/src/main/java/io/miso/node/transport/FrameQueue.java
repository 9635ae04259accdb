package io.miso.node.transport;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Source;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.replication.PeerStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
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

  FrameQueue(ActorSystem<?> system, String remote) {
    this.system = system;
    this.remote = remote;
    Pair<BoundedSourceQueue<PeerFrame>, Source<PeerFrame, NotUsed>> queued =
        Source.<PeerFrame>queue(CAPACITY).preMaterialize(system);
    this.queue = queued.first();
    this.frames = queued.second();
  }

  Source<PeerFrame, NotUsed> frames() {
    return frames;
  }

  void closesWith(UniqueKillSwitch killSwitch) {
    receiving.complete(killSwitch);
  }

  @Override
  public void send(PeerFrame frame) {
    QueueOfferResult result = queue.offer(frame);
    if (result == QueueOfferResult.dropped()) {
      log.warn(
          "{} does not read its stream: {} frames wait; the stream is closed", remote, CAPACITY);
      cut();
    }
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
  private void cut() {
    finish(() -> queue.fail(new IllegalStateException("the peer does not read")));
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
