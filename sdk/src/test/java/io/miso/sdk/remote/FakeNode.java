package io.miso.sdk.remote;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.miso.grpc.common.CounterResponse;
import io.miso.grpc.middleware.CounterAddOrSubtractValueRequest;
import io.miso.grpc.middleware.CounterGetValueRequest;
import io.miso.grpc.middleware.PNCounterServiceGrpc.PNCounterServiceImplBase;
import io.miso.sdk.Miso;
import io.miso.sdk.MisoBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A PN counter service on loopback that answers as told, to show how the SDK tells failures apart. */
final class FakeNode {

  private final Socket port;
  private final Server server;
  private final LinkedBlockingQueue<CounterAddOrSubtractValueRequest> adds =
      new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<CounterGetValueRequest> reads = new LinkedBlockingQueue<>();
  private volatile Consumer<StreamObserver<CounterResponse>> answer = answering(0);

  private FakeNode(Socket port) throws IOException {
    this.port = port;
    server = NettyServerBuilder.forAddress(port.getLocalSocketAddress())
        .addService(new Counters())
        .build()
        .start();
  }

  static FakeNode start() throws IOException {
    return new FakeNode(reservedPort());
  }

  /** A node that was closed, at its old port. */
  FakeNode startAgain() throws IOException {
    return new FakeNode(port);
  }

  /**
   * Bound for as long as the test runs, and never listening: while no server is up, connections are refused, and nobody else on this
   * machine is given the port.
   */
  private static Socket reservedPort() throws IOException {
    Socket reserved = new Socket();
    reserved.setReuseAddress(true);
    reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return reserved;
  }

  static Consumer<StreamObserver<CounterResponse>> answering(long value) {
    return reply -> {
      reply.onNext(CounterResponse.newBuilder().setValue(value).build());
      reply.onCompleted();
    };
  }

  static MisoBuilder client(int port) {
    return Miso.builder()
        .environment(Map.of())
        .host("127.0.0.1")
        .port(port)
        .function("sums")
        .replicaId("sums-1")
        .connectTimeout(Duration.ofSeconds(20));
  }

  int port() {
    return port.getLocalPort();
  }

  /** For calls from now on. */
  void answers(Consumer<StreamObserver<CounterResponse>> next) {
    answer = next;
  }

  CounterAddOrSubtractValueRequest nextAdd() throws InterruptedException {
    CounterAddOrSubtractValueRequest add = adds.poll(10, TimeUnit.SECONDS);
    if (add == null) {
      throw new AssertionError("no add arrived");
    }
    return add;
  }

  int addsLeft() {
    return adds.size();
  }

  int readsSeen() {
    return reads.size();
  }

  /** Breaks all connections; the port stays reserved. */
  void close() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }

  /** Gives the port back as well. */
  void release() throws IOException {
    port.close();
  }

  private final class Counters extends PNCounterServiceImplBase {
    @Override
    public void add(
        CounterAddOrSubtractValueRequest request, StreamObserver<CounterResponse> reply) {
      adds.add(request);
      answer.accept(reply);
    }

    @Override
    public void getValue(CounterGetValueRequest request, StreamObserver<CounterResponse> reply) {
      reads.add(request);
      answer.accept(reply);
    }
  }
}
