package io.miso.bench.unary;

import com.google.protobuf.Message;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.miso.grpc.common.CounterResponse;
import io.miso.grpc.common.ServerlessFunctionBaseInformation;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import io.miso.grpc.middleware.CounterAddOrSubtractValueRequest;
import io.miso.grpc.middleware.CounterGetValueRequest;
import io.miso.grpc.middleware.PNCounterServiceGrpc;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Calls the measured counter as any client would, to know what it holds. */
final class CounterClient implements AutoCloseable {
  private static final StatefulObjectBaseInformation OBJECT =
      StatefulObjectBaseInformation.newBuilder().setCrdtName("requests").build();
  private static final ServerlessFunctionBaseInformation FUNCTION =
      ServerlessFunctionBaseInformation.newBuilder()
          .setServerlessFunctionName("bench")
          .build();

  /** The request that is measured. */
  private static final CounterAddOrSubtractValueRequest ADD_ONE =
      CounterAddOrSubtractValueRequest.newBuilder()
          .setStatefulObjectBase(OBJECT)
          .setFunctionBase(FUNCTION)
          .setReplicaId("bench-1")
          .setValue(1)
          .build();

  private final ManagedChannel channel;
  private final PNCounterServiceGrpc.PNCounterServiceBlockingStub counter;

  CounterClient(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    counter = PNCounterServiceGrpc.newBlockingStub(channel);
  }

  /** Full name of the measured method. */
  static String method() {
    return PNCounterServiceGrpc.getAddMethod().getFullMethodName();
  }

  /** The body of the measured request. */
  static byte[] body() {
    return frame(ADD_ONE);
  }

  /** Bytes of the body of an answer with this value. */
  static int answerBytes(long value) {
    return frame(CounterResponse.newBuilder()
            .setStatefulObjectBase(OBJECT)
            .setValue(value)
            .build())
        .length;
  }

  /** A gRPC message on the wire: not compressed, the length in four bytes, the message. */
  private static byte[] frame(Message message) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  /** Sends the measured request once. */
  long add() {
    return counter.withDeadlineAfter(30, TimeUnit.SECONDS).add(ADD_ONE).getValue();
  }

  long value() {
    return counter
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .getValue(CounterGetValueRequest.newBuilder()
            .setStatefulObjectBase(OBJECT)
            .setFunctionBase(FUNCTION)
            .build())
        .getValue();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
