package io.miso.sdk.remote;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.miso.sdk.MisoException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request, one answer: deadlines, and the repetition of reads whose connection broke. */
final class UnaryCalls {

  /** A connection that breaks that often in a row will not hold for the next attempt either. */
  private static final int MOST_READ_ATTEMPTS = 3;

  private final Connection connection;

  UnaryCalls(Connection connection) {
    this.connection = connection;
  }

  /** Sends a change once. */
  <Q, R, T> CompletableFuture<T> write(
      MethodDescriptor<Q, R> method, Q request, Function<R, T> answer) {
    Attempt<R> attempt =
        attempt(method, request, Effect.WRITE, connection.settings().callTimeout());
    return attempt.reply.thenApply(answer);
  }

  /** Sends a question, again where the connection broke before it was answered. */
  <Q, R, T> CompletableFuture<T> read(
      MethodDescriptor<Q, R> method, Q request, Function<R, T> answer) {
    return read(method, request, connection.settings().callTimeout(), answer);
  }

  /**
   * Sends a question, again where the connection broke before it was answered.
   *
   * @param timeout of each attempt
   */
  <Q, R, T> CompletableFuture<T> read(
      MethodDescriptor<Q, R> method, Q request, Duration timeout, Function<R, T> answer) {
    return repeated(method, request, timeout, 1).thenApply(answer);
  }

  private <Q, R> CompletableFuture<R> repeated(
      MethodDescriptor<Q, R> method, Q request, Duration timeout, int number) {
    Attempt<R> attempt = attempt(method, request, Effect.READ, timeout);
    if (number == MOST_READ_ATTEMPTS) {
      return attempt.reply;
    }
    return attempt.reply.exceptionallyCompose(failure ->
        attempt.isBroken() ? repeated(method, request, timeout, number + 1) : attempt.reply);
  }

  private <Q, R> Attempt<R> attempt(
      MethodDescriptor<Q, R> method, Q request, Effect effect, Duration timeout) {
    CallTrace trace = new CallTrace();
    CallOptions options = CallOptions.DEFAULT
        .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .withStreamTracerFactory(trace);
    ClientCall<Q, R> call = connection.newCall(method, options);
    Attempt<R> attempt = new Attempt<>(trace, effect, connection);
    boolean ready = connection.isReady();
    ClientCalls.asyncUnaryCall(call, request, attempt);
    if (!ready) {
      giveUpUnlessStarted(call, attempt);
    }
    return attempt;
  }

  /** A connection attempt may hang for longer than anybody wants to wait: packets may be dropped, not refused. */
  private <Q, R> void giveUpUnlessStarted(ClientCall<Q, R> call, Attempt<R> attempt) {
    Duration patience = connection.settings().connectTimeout();
    CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS).execute(() -> {
      if (!attempt.reply.isDone() && !attempt.trace.started()) {
        call.cancel("no connection within " + patience.toMillis() + " ms", null);
      }
    });
  }

  private static final class Attempt<R> implements StreamObserver<R> {

    private final CompletableFuture<R> reply = new CompletableFuture<>();
    private final CallTrace trace;
    private final Effect effect;
    private final Connection connection;
    private volatile boolean broken;
    private @Nullable R value;

    Attempt(CallTrace trace, Effect effect, Connection connection) {
      this.trace = trace;
      this.effect = effect;
      this.connection = connection;
    }

    /** Ended by the connection, with the request under way. */
    boolean isBroken() {
      return trace.started() && !trace.answered() && broken;
    }

    @Override
    public void onNext(R message) {
      value = message;
    }

    @Override
    public void onCompleted() {
      reply.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
      if (failure instanceof StatusRuntimeException status) {
        broken = status.getStatus().getCode() == Status.Code.UNAVAILABLE;
        MisoException told = Failures.of(status, trace, effect, connection.settings());
        reply.completeExceptionally(told);
      } else {
        reply.completeExceptionally(failure);
      }
    }
  }
}
