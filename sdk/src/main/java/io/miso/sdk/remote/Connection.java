package io.miso.sdk.remote;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.miso.grpc.node.v1.NodeServiceGrpc;
import io.miso.grpc.node.v1.StatusRequest;
import io.miso.grpc.node.v1.StatusResponse;
import io.miso.sdk.ConnectionSettings;
import io.miso.sdk.MisoException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The channel to one daemon, which connects at once and comes back by itself. gRPC's own pauses between attempts grow to two
 * minutes, too long for a daemon on the same machine; so they are cut short here.
 */
final class Connection {

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
  private static final Duration CLOSING_TIME = Duration.ofSeconds(1);
  private static final Duration KEEPALIVE_INTERVAL = Duration.ofSeconds(20);

  /** Above what a node accepts of one value; a bound nevertheless. */
  private static final int LARGEST_REPLY_BYTES = 128 << 20;

  private final ConnectionSettings settings;
  private final ManagedChannel channel;
  private final Backoff backoff =
      new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault());
  private final CompletableFuture<Boolean> first = new CompletableFuture<>();
  private volatile @Nullable String lastFailure;
  private volatile Runnable onConnected = () -> {};

  private Connection(ConnectionSettings settings, ManagedChannel channel) {
    this.settings = settings;
    this.channel = channel;
  }

  static Connection open(ConnectionSettings settings) {
    int connectMillis =
        (int) Math.max(1, Math.min(settings.connectTimeout().toMillis(), Integer.MAX_VALUE));
    ManagedChannel channel = NettyChannelBuilder.forAddress(settings.host(), settings.port())
        .usePlaintext()
        // The daemon is on this machine or its node: never through a proxy that the JVM may be set
        // to.
        .proxyDetector(target -> null)
        .disableServiceConfigLookUp()
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
        .keepAliveTime(KEEPALIVE_INTERVAL.toSeconds(), TimeUnit.SECONDS)
        .maxInboundMessageSize(LARGEST_REPLY_BYTES)
        .build();
    Connection connection = new Connection(settings, channel);
    connection.keepConnected();
    return connection;
  }

  ConnectionSettings settings() {
    return settings;
  }

  /**
   * Waits for the first connection.
   *
   * @throws MisoException.Unavailable if none is made within the connect timeout
   */
  void awaitFirst() {
    try {
      first.get(settings.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MisoException.Unavailable("interrupted while connecting", e);
    } catch (TimeoutException e) {
      throw new MisoException.Unavailable(
          Failures.notConnected(settings, whyNot() + settings.connectTimeout().toMillis() + " ms"),
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a connection never fails otherwise", e);
    }
  }

  /** Who is told each time the connection comes back; from a thread of the channel. */
  void onConnected(Runnable listener) {
    onConnected = listener;
  }

  boolean isReady() {
    return channel.getState(true) == ConnectivityState.READY;
  }

  /**
   * Begins a call, connected or not.
   *
   * @throws IllegalStateException if closed
   */
  <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
    if (channel.isShutdown()) {
      throw new IllegalStateException("this Miso is closed");
    }
    return channel.newCall(method, options);
  }

  /** Lets calls in flight end for a moment, then cuts them off. */
  void close() {
    channel.shutdown();
    try {
      channel.awaitTermination(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      channel.shutdownNow();
    }
  }

  private String whyNot() {
    String failure = lastFailure;
    return failure == null ? "no answer within " : failure + "; tried for ";
  }

  /** A channel does not tell why its attempt failed, but any call upon it ends with the reason while the attempt is over. */
  private void learnWhy() {
    ClientCalls.asyncUnaryCall(
        channel.newCall(
            NodeServiceGrpc.getStatusMethod(),
            CallOptions.DEFAULT.withDeadlineAfter(
                SHORTEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS)),
        StatusRequest.getDefaultInstance(),
        new StreamObserver<StatusResponse>() {
          @Override
          public void onNext(StatusResponse connectedMeanwhile) {}

          @Override
          public void onError(Throwable failure) {
            Status status = Status.fromThrowable(failure);
            if (status.getCode() == Status.Code.UNAVAILABLE) {
              lastFailure = Failures.reason(status);
            }
          }

          @Override
          public void onCompleted() {}
        });
  }

  private void keepConnected() {
    ConnectivityState state = channel.getState(true);
    switch (state) {
      case SHUTDOWN -> {}
      case TRANSIENT_FAILURE -> {
        if (!first.isDone()) {
          learnWhy();
        }
        CompletableFuture.delayedExecutor(backoff.next().toNanos(), TimeUnit.NANOSECONDS)
            .execute(this::tryAgain);
      }
      default -> {
        if (state == ConnectivityState.READY) {
          backoff.reset();
          first.complete(true);
          onConnected.run();
        }
        channel.notifyWhenStateChanged(state, this::keepConnected);
      }
    }
  }

  private void tryAgain() {
    channel.resetConnectBackoff();
    keepConnected();
  }
}
