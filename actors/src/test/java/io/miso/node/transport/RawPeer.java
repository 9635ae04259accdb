package io.miso.node.transport;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.ReplicationServiceGrpc;
import io.miso.node.MisoNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream to a node over a real socket that says whatever a test wants it to say. */
final class RawPeer implements AutoCloseable {
  private static final int PATIENCE_S = 20;

  private static final Marshaller<byte[]> BYTES = new Marshaller<>() {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
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
  private final ClientCall<byte[], byte[]> call;
  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> ended = new CompletableFuture<>();

  RawPeer(MisoNode node) {
    this(node, true);
  }

  /**
   * A stream to the node.
   *
   * @param reads whether what the node sends is taken from the network
   */
  RawPeer(MisoNode node, boolean reads) {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", node.port()).usePlaintext().build();
    call = channel.newCall(
        MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(ReplicationServiceGrpc.getExchangeMethod().getFullMethodName())
            .build(),
        CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            received.add(message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        new Metadata());
    if (reads) {
      call.request(Integer.MAX_VALUE);
    }
  }

  RawPeer say(PeerFrame frame) {
    return say(frame.toByteArray());
  }

  RawPeer say(byte[] message) {
    call.sendMessage(message);
    return this;
  }

  /** Whether what was said has left, as far as flow control lets it. */
  boolean ready() {
    return call.isReady();
  }

  /** The next frame of the node. */
  PeerFrame hear() throws Exception {
    byte[] message = received.poll(PATIENCE_S, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("the node says nothing");
    }
    return PeerFrame.parseFrom(message);
  }

  /** The next frame of the kind. */
  PeerFrame hear(PeerFrame.FrameCase kind) throws Exception {
    while (true) {
      PeerFrame frame = hear();
      if (frame.getFrameCase() == kind) {
        return frame;
      }
    }
  }

  /** Waits for the node to end the stream. */
  Status end() throws Exception {
    return ended.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
