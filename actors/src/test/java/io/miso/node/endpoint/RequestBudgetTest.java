package io.miso.node.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.NotUsed;
import akka.grpc.GrpcServiceException;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Pair;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.grpc.Status;
import io.miso.node.ActorTestKitExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RequestBudgetTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  private static final int BUDGET = 1000;
  private static final int PATIENCE_S = 20;
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final ContentType GRPC = ContentTypes.parse("application/grpc");
  private static final HttpResponse RESPONSE = HttpResponse.create();

  private final RequestBudget budget = new RequestBudget(BUDGET);
  private final CompletableFuture<HttpResponse> handled = new CompletableFuture<>();
  private final RequestBody body = new RequestBody(
      new RequestLimit(BUDGET, TIME),
      budget,
      SystemMaterializer.get(KIT.system()).materializer());

  @AfterEach
  void budgetIsWholeAgain() {
    assertThatCode(() -> budget.share().reserve(BUDGET)).doesNotThrowAnyException();
    assertThatThrownBy(() -> budget.share().reserve(1)).isInstanceOf(GrpcServiceException.class);
  }

  @Test
  void bytesThatCame_areHeldUntilTheAnswer() {
    SlowBody slow = new SlowBody();
    byte[] frame = frame(0, new byte[595]);
    slow.send(frame, 0, 300);
    holds(300);
    slow.send(frame, 300, 600);
    holds(600);
    slow.finish();
    holds(600);
    handled.complete(RESPONSE);
    assertThat(answer(slow.answer)).isSameAs(RESPONSE);
  }

  @Test
  void handlerThatFails_givesTheBytesBack() {
    SlowBody slow = new SlowBody();
    slow.send(frame(0, new byte[595]), 0, 600);
    slow.finish();
    handled.completeExceptionally(new IllegalStateException("a bug"));
    assertThatThrownBy(() -> answer(slow.answer)).hasMessageContaining("a bug");
  }

  @Test
  void bodyThatIsNoFrame_givesTheBytesBack() {
    SlowBody slow = new SlowBody();
    slow.send(new byte[600], 0, 600);
    slow.finish();
    assertThat(refusal(slow.answer).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void clientThatGoesAway_givesTheBytesBack() {
    SlowBody slow = new SlowBody();
    slow.send(new byte[600], 0, 600);
    slow.breakOff();
    assertThat(refusal(slow.answer).getCode()).isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void bodyThatTakesTooLong_givesTheBytesBack() {
    SlowBody slow = new SlowBody();
    slow.send(new byte[600], 0, 600);
    KIT.passes(TIME);
    assertThat(refusal(slow.answer).getDescription()).contains("limits.request-time");
  }

  @Test
  void bodiesBeyondTheBudget_areRefusedAndTheOthersGoOn() {
    SlowBody first = new SlowBody();
    first.send(frame(0, new byte[595]), 0, 500);
    SlowBody second = new SlowBody();
    second.send(new byte[400], 0, 400);
    second.send(new byte[400], 0, 101);
    assertThat(refusal(second.answer).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refusal(second.answer).getDescription())
        .contains("miso.limits.request-bytes-in-flight", "retry later");
    holds(500);
    first.send(frame(0, new byte[595]), 500, 600);
    first.finish();
    handled.complete(RESPONSE);
    assertThat(answer(first.answer)).isSameAs(RESPONSE);
  }

  @Test
  void requestInOneFrame_holdsNothingUnlessItIsCompressed() {
    CompletionStage<HttpResponse> plain =
        answered(HttpEntities.create(GRPC, frame(0, new byte[900])));
    holds(0);
    CompletionStage<HttpResponse> compressed =
        answered(HttpEntities.create(GRPC, frame(1, gzip(new byte[900]))));
    assertThatThrownBy(() -> budget.share().reserve(BUDGET - 900))
        .isInstanceOf(GrpcServiceException.class);
    handled.complete(RESPONSE);
    assertThat(answer(plain)).isSameAs(RESPONSE);
    assertThat(answer(compressed)).isSameAs(RESPONSE);
  }

  @Test
  void compressedRequestThatIsBroken_givesTheBytesBack() {
    assertThat(refusal(answered(HttpEntities.create(GRPC, frame(1, new byte[90]))))
            .getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal(answered(HttpEntities.create(GRPC, frame(1, gzip(new byte[5000])))))
            .getDescription())
        .contains("miso.limits.request-bytes");
  }

  private void holds(int held) {
    RequestBudget.Share rest = budget.share();
    rest.reserve(BUDGET - held);
    assertThatThrownBy(() -> budget.share().reserve(1)).isInstanceOf(GrpcServiceException.class);
    rest.release();
  }

  private CompletionStage<HttpResponse> answered(RequestEntity entity) {
    return body.answered(
        HttpRequest.POST("/s/m")
            .withEntity(entity)
            .addHeader(RawHeader.create("grpc-encoding", "gzip")),
        request -> handled);
  }

  private static HttpResponse answer(CompletionStage<HttpResponse> answer) {
    return answer.toCompletableFuture().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  private static Status refusal(CompletionStage<HttpResponse> answer) {
    CompletionException thrown =
        catchThrowableOfType(CompletionException.class, () -> answer(answer));
    if (thrown.getCause() instanceof GrpcServiceException refused) {
      return refused.getStatus();
    }
    throw new AssertionError("no status", thrown);
  }

  private static byte[] frame(int flags, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flags)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static byte[] gzip(byte[] message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A request whose body comes in parts; the next part is asked for once the one before was taken. */
  private final class SlowBody {
    private final BlockingQueue<CompletableFuture<Optional<Pair<Integer, ByteString>>>> asked =
        new LinkedBlockingQueue<>();
    private final CompletionStage<HttpResponse> answer;
    private CompletableFuture<Optional<Pair<Integer, ByteString>>> next;

    SlowBody() {
      Source<ByteString, NotUsed> parts = Source.unfoldAsync(0, count -> {
        CompletableFuture<Optional<Pair<Integer, ByteString>>> part = new CompletableFuture<>();
        asked.add(part);
        return part;
      });
      answer = answered(HttpEntities.createChunked(GRPC, parts));
      next = nextAsked();
    }

    void send(byte[] bytes, int from, int to) {
      next.complete(Optional.of(Pair.create(0, ByteString.fromArray(bytes, from, to - from))));
      next = nextAsked();
    }

    void finish() {
      next.complete(Optional.empty());
    }

    void breakOff() {
      next.completeExceptionally(new IOException("reset"));
    }

    private CompletableFuture<Optional<Pair<Integer, ByteString>>> nextAsked() {
      try {
        CompletableFuture<Optional<Pair<Integer, ByteString>>> part =
            asked.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(part).as("the next part is asked for").isNotNull();
        return part;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
