package io.miso.sdk.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.miso.grpc.middleware.CounterAddOrSubtractValueRequest;
import io.miso.sdk.Miso;
import io.miso.sdk.MisoException;
import io.miso.sdk.PNCounter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
final class RemoteFailuresTest {

  private FakeNode node;
  private Miso miso;
  private PNCounter counter;

  @BeforeEach
  void connect() throws IOException {
    node = FakeNode.start();
    miso = FakeNode.client(node.port()).callTimeout(Duration.ofSeconds(20)).connect();
    counter = miso.statefulObject().getPNCounter("sum");
  }

  @AfterEach
  void close() throws Exception {
    miso.close();
    node.close();
    node.release();
  }

  @Test
  void request_namesFunctionObjectCrdtAndReplica() throws InterruptedException {
    node.answers(FakeNode.answering(12));

    assertThat(counter.add(5)).isEqualTo(12);

    CounterAddOrSubtractValueRequest request = node.nextAdd();
    assertThat(request.getFunctionBase().getServerlessFunctionName()).isEqualTo("sums");
    assertThat(request.getStatefulObjectBase().getStatefulObjectId())
        .isEqualTo("2220e3c51f099b5308c70ed91977af4887c71fe1f8f6c3fedafe7c9f623f301f");
    assertThat(request.getStatefulObjectBase().getCrdtName()).isEqualTo("sum");
    assertThat(request.getReplicaId()).isEqualTo("sums-1");
    assertThat(request.getValue()).isEqualTo(5);
  }

  static Stream<Arguments> verdicts() {
    return Stream.of(
        Arguments.of(Status.Code.INVALID_ARGUMENT, MisoException.InvalidRequest.class),
        Arguments.of(Status.Code.PERMISSION_DENIED, MisoException.InvalidRequest.class),
        Arguments.of(Status.Code.FAILED_PRECONDITION, MisoException.WrongType.class),
        Arguments.of(Status.Code.RESOURCE_EXHAUSTED, MisoException.LimitExceeded.class),
        Arguments.of(Status.Code.OUT_OF_RANGE, MisoException.OutOfRange.class),
        Arguments.of(Status.Code.UNAVAILABLE, MisoException.Unavailable.class),
        Arguments.of(Status.Code.UNIMPLEMENTED, MisoException.Unavailable.class));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void verdictOfTheNode_isTheSameForChangesAndReads(
      Status.Code code, Class<? extends MisoException> type) {
    node.answers(reply -> reply.onError(refusal(code)));

    assertThatExceptionOfType(type)
        .isThrownBy(() -> counter.add(1))
        .withMessageContaining("value: what is wrong");
    assertThatExceptionOfType(type).isThrownBy(() -> counter.getValue());
    assertThat(node.readsSeen()).isEqualTo(1);
  }

  @Test
  void invalidRequest_namesTheField() {
    node.answers(reply -> reply.onError(refusal(Status.Code.INVALID_ARGUMENT)));

    assertThat(catchThrowableOfType(MisoException.InvalidRequest.class, () -> counter.add(0))
            .field())
        .isEqualTo("value");
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNKNOWN", "INTERNAL", "DEADLINE_EXCEEDED", "CANCELLED", "ABORTED", "DATA_LOSS"})
  void nodeThatFails_leavesAChangeUnconfirmedAndAReadUnavailable(Status.Code code) {
    node.answers(reply -> reply.onError(refusal(code)));

    assertThatExceptionOfType(MisoException.Unconfirmed.class).isThrownBy(() -> counter.add(1));
    assertThatExceptionOfType(MisoException.Unavailable.class).isThrownBy(() -> counter.getValue());
  }

  @Test
  void brokenConnection_leavesAChangeUnconfirmedAndSentOnce() throws Exception {
    node.answers(reply -> {});
    CompletableFuture<Long> adding = counter.addAsync(1).toCompletableFuture();
    node.nextAdd();
    node.close();

    Throwable failure = catchThrowable(adding::join);
    assertThat(failure).isInstanceOf(CompletionException.class);
    assertThat(failure).hasCauseInstanceOf(MisoException.Unconfirmed.class);
    assertThat(node.addsLeft()).isZero();
  }

  @Test
  void deadline_leavesAChangeUnconfirmedAndAReadUnavailable() {
    node.answers(reply -> {});
    try (Miso hasty =
        FakeNode.client(node.port()).callTimeout(Duration.ofSeconds(1)).connect()) {
      PNCounter sum = hasty.statefulObject().getPNCounter("sum");

      assertThatExceptionOfType(MisoException.Unconfirmed.class)
          .isThrownBy(() -> sum.add(1))
          .withMessageContaining("deadline")
          .withMessageContaining("127.0.0.1:" + node.port());
      assertThatExceptionOfType(MisoException.Unavailable.class)
          .isThrownBy(sum::getValue)
          .withMessageContaining("deadline");
    }
  }

  @Test
  void interruptedCaller_isToldThatTheChangeIsUnconfirmed() {
    node.answers(reply -> {});
    Thread.currentThread().interrupt();

    Throwable failure = catchThrowable(() -> counter.add(1));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure).isInstanceOf(MisoException.Unconfirmed.class);
  }

  @Test
  void daemonAway_failsFastWithTheAddressAndWhatToCheck() throws Exception {
    int port = node.port();
    node.close();
    awaitUnavailable();

    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      assertThatExceptionOfType(MisoException.Unavailable.class)
          .isThrownBy(() -> counter.add(1))
          .withMessageContaining("127.0.0.1:" + port)
          .withMessageContaining("MISO_HOST_PORT");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void daemonBack_isFoundAgain() throws Exception {
    node.close();
    awaitUnavailable();
    node = node.startAgain();
    node.answers(FakeNode.answering(3));

    long give = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < give) {
      try {
        assertThat(counter.add(1)).isEqualTo(3);
        return;
      } catch (MisoException.Unavailable e) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("not connected again within 20 s");
  }

  @Test
  void nobodyThere_connectGivesUpAtItsTimeout() throws Exception {
    int port = node.port();
    node.close();

    assertThatExceptionOfType(MisoException.Unavailable.class)
        .isThrownBy(
            () -> FakeNode.client(port).connectTimeout(Duration.ofMillis(300)).connect())
        .withMessageContaining("127.0.0.1:" + port
            + " (the connection was refused: nothing listens there; tried for 300 ms)");
  }

  @Test
  void daemonThatStartsLater_isWaitedFor() throws Exception {
    int port = node.port();
    node.close();
    CompletableFuture<Miso> connecting =
        CompletableFuture.supplyAsync(() -> FakeNode.client(port).connect());
    awaitUnavailable();
    node = node.startAgain();

    try (Miso connected = connecting.join()) {
      assertThat(connected.statefulObject().getPNCounter("sum").getValue()).isZero();
    }
  }

  @Test
  void readWhoseConnectionBreaks_isAskedAgain() throws Exception {
    Relay relay = new Relay(node.port());
    AtomicInteger asked = new AtomicInteger();
    node.answers(reply -> {
      if (asked.incrementAndGet() == 1) {
        relay.cut();
      } else {
        FakeNode.answering(7).accept(reply);
      }
    });

    try (Miso relayed = FakeNode.client(relay.port()).connect()) {
      assertThat(relayed.statefulObject().getPNCounter("sum").getValue()).isEqualTo(7);
    }
    assertThat(asked).hasValue(2);
    relay.close();
  }

  @Test
  void changeWhoseConnectionBreaks_isNeverSentAgain() throws Exception {
    Relay relay = new Relay(node.port());
    node.answers(reply -> relay.cut());

    try (Miso relayed = FakeNode.client(relay.port()).connect()) {
      PNCounter sum = relayed.statefulObject().getPNCounter("sum");
      assertThatExceptionOfType(MisoException.Unconfirmed.class).isThrownBy(() -> sum.add(1));
      assertThat(node.nextAdd().getValue()).isEqualTo(1);

      node.answers(FakeNode.answering(3));
      assertThat(sum.add(2)).isEqualTo(3);
      assertThat(node.nextAdd().getValue()).isEqualTo(2);
      assertThat(node.addsLeft()).isZero();
    }
    relay.close();
  }

  @Test
  void silentAddress_hangsNeitherConnectNorCalls() throws Exception {
    // Accepted by the kernel, answered by nobody: like packets that are dropped.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Duration patience = Duration.ofMillis(300);
      long start = System.nanoTime();

      assertThatExceptionOfType(MisoException.Unavailable.class)
          .isThrownBy(() ->
              FakeNode.client(silent.getLocalPort()).connectTimeout(patience).connect());
      try (Miso unconnected = FakeNode.client(silent.getLocalPort())
          .connectTimeout(patience)
          .callTimeout(Duration.ofMinutes(1))
          .build()) {
        assertThatExceptionOfType(MisoException.Unavailable.class)
            .isThrownBy(() -> unconnected.statefulObject().getPNCounter("sum").add(1))
            .withMessageContaining("127.0.0.1:" + silent.getLocalPort());
      }

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void closedMiso_isAMistakeOfTheProgram() {
    miso.close();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> counter.add(1))
        .withMessageContaining("closed");
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> counter.getValue());
  }

  @Test
  void blockingCall_showsWhereTheCallerStands() {
    node.answers(reply -> reply.onError(refusal(Status.Code.OUT_OF_RANGE)));

    Throwable failure = catchThrowable(() -> counter.add(1));

    assertThat(failure.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(RemoteFailuresTest.class.getName()));
    assertThat(failure).hasCauseInstanceOf(StatusRuntimeException.class);
  }

  /** Until the client has seen that its connection is gone. */
  private void awaitUnavailable() {
    while (true) {
      try {
        counter.getValue();
      } catch (MisoException.Unavailable e) {
        return;
      }
    }
  }

  private static StatusRuntimeException refusal(Status.Code code) {
    return code.toStatus().withDescription("value: what is wrong").asRuntimeException();
  }
}
