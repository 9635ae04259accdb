package io.miso.node.transport;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.grpc.GrpcClientSettings;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.ReplicationServiceClient;
import io.miso.node.replication.PeerFaultException;
import io.miso.node.replication.PeerStream;
import io.miso.node.replication.PeerTransport;
import io.miso.node.replication.StreamHandler;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Streams between nodes over Akka gRPC: one bidirectional call each. */
public final class GrpcPeerTransport implements PeerTransport {
  /** Batches are bounded by their window, but a peer may ask for as many states as it likes. */
  private static final int MOST_PENDING = 2;

  private final ActorSystem<?> system;
  private final NodeSettings settings;
  private final Executor blocking;
  private final CompletableFuture<Integer> boundPort = new CompletableFuture<>();
  private final CompletableFuture<Function<PeerStream, StreamHandler>> acceptor =
      new CompletableFuture<>();

  public GrpcPeerTransport(ActorSystem<?> system, NodeSettings settings) {
    this.system = system;
    this.settings = settings;
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** The server listens. */
  public void bound(int port) {
    boundPort.complete(port);
  }

  @Override
  public PeerStream dial(Seed address, Function<Seed, PeerFrame> hello, StreamHandler handler) {
    FrameQueue queue = newQueue(address.toString());
    CompletableFuture.runAsync(() -> open(address, hello, handler, queue), blocking)
        .exceptionally(error -> {
          handler.onClosed(error);
          return null;
        });
    return queue;
  }

  @Override
  public void acceptWith(Function<PeerStream, StreamHandler> handlers) {
    acceptor.complete(handlers);
  }

  @Override
  public Seed ownAddressTowards(Seed peer) {
    return new Seed(OwnAddress.towards(peer, settings), boundPort.join());
  }

  /**
   * A peer opened a stream. One that comes before node discovery runs waits for it: refused, the peer would wait for longer.
   *
   * @param remote the address it comes from
   */
  Source<PeerFrame, NotUsed> exchange(Source<PeerFrame, NotUsed> in, String remote) {
    @Nullable Function<PeerStream, StreamHandler> ready = acceptor.getNow(null);
    return ready == null
        ? Source.completionStageSource(acceptor.thenApply(later -> accept(in, remote, later)))
            .mapMaterializedValue(source -> NotUsed.getInstance())
        : accept(in, remote, ready);
  }

  private Source<PeerFrame, NotUsed> accept(
      Source<PeerFrame, NotUsed> in, String remote, Function<PeerStream, StreamHandler> handlers) {
    FrameQueue queue = newQueue(remote);
    consume(in, handlers.apply(queue), queue);
    return queue.frames();
  }

  private FrameQueue newQueue(String remote) {
    return new FrameQueue(system, remote, MOST_PENDING * settings.replication().pendingBytes());
  }

  private void open(
      Seed address, Function<Seed, PeerFrame> hello, StreamHandler handler, FrameQueue queue) {
    queue.send(hello.apply(ownAddressTowards(address)));
    ReplicationServiceClient client =
        ReplicationServiceClient.create(clientSettings(address), system);
    consume(client.exchange(queue.frames()), handler, queue)
        .whenComplete((done, error) -> client.close());
  }

  private CompletionStage<Done> consume(
      Source<PeerFrame, NotUsed> in, StreamHandler handler, FrameQueue queue) {
    // The switch comes after the handling: a stream ends even where a frame is never said to be
    // handled.
    Pair<UniqueKillSwitch, CompletionStage<Done>> running = in.mapAsync(
            1, frame -> handler.onFrame(frame).thenApply(done -> Done.getInstance()))
        .viaMat(KillSwitches.single(), Keep.right())
        .toMat(Sink.ignore(), Keep.both())
        .run(system);
    queue.closesWith(running.first());
    return running.second().whenComplete((done, error) -> {
      // First of all: a peer whose end is not told counts as connected until it was silent for
      // long.
      PeerFaultException fault = queue.fault();
      handler.onClosed(fault == null ? PeerFaults.in(error) : fault);
      queue.close();
    });
  }

  private GrpcClientSettings clientSettings(Seed address) {
    int maxFrame = (int) Math.min(Integer.MAX_VALUE, settings.replication().maxFrameBytes());
    return GrpcClientSettings.connectToServiceAt(address.host(), address.port(), system)
        .withTls(false)
        .withChannelBuilderOverrides(builder ->
            // Akka gRPC's own builder has no authority with this grpc-java.
            NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .maxInboundMessageSize(maxFrame));
  }
}
