package io.miso.node.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.miso.node.MisoNode;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls a node by the names of its methods, with bytes for messages, as a client does that shares no code with it. */
final class WireClient implements AutoCloseable {
  private static final Marshaller<byte[]> BYTES = new Marshaller<>() {
    @Override
    public InputStream stream(byte[] message) {
      // Of unknown length: a message that is known to be empty is never compressed.
      return new FilterInputStream(new ByteArrayInputStream(message)) {};
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  };

  private final ManagedChannel channel;
  private final CallOptions options;

  private WireClient(MisoNode node, Compressor compressor) {
    CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(compressor);
    channel = NettyChannelBuilder.forAddress(node.host(), node.port())
        .usePlaintext()
        .compressorRegistry(compressors)
        .build();
    options = CallOptions.DEFAULT.withCompression(compressor.getMessageEncoding());
  }

  static WireClient plain(MisoNode node) {
    return new WireClient(node, Codec.Identity.NONE);
  }

  /** Names the compressor as the encoding and has every message pass it, flagged as compressed. */
  static WireClient compressing(MisoNode node, Compressor compressor) {
    return new WireClient(node, compressor);
  }

  /** The bytes of the reply. */
  byte[] call(String method, byte[] request) {
    return ClientCalls.blockingUnaryCall(
        channel, descriptor(method, MethodType.UNARY), withDeadline(), request);
  }

  /** The status of a call whose request has its message and then goes on without end. */
  Status refusalOfUnended(String method, byte[] request) {
    CompletableFuture<Status> refusal = new CompletableFuture<>();
    StreamObserver<byte[]> message = ClientCalls.asyncClientStreamingCall(
        channel.newCall(descriptor(method, MethodType.CLIENT_STREAMING), withDeadline()),
        new StreamObserver<byte[]>() {
          @Override
          public void onNext(byte[] reply) {
            refusal.completeExceptionally(new AssertionError("a reply by " + method));
          }

          @Override
          public void onError(Throwable failure) {
            refusal.complete(Status.fromThrowable(failure));
          }

          @Override
          public void onCompleted() {}
        });
    message.onNext(request);
    return refusal.join();
  }

  private CallOptions withDeadline() {
    return options.withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String method, MethodType type) {
    return MethodDescriptor.newBuilder(BYTES, BYTES)
        .setType(type)
        .setFullMethodName(method)
        .build();
  }

  /** The status of a call that has to fail. */
  Status refusal(String method, byte[] request) {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> call(method, request));
    assertThat(refused).as("refusal by %s", method).isNotNull();
    return refused.getStatus();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
