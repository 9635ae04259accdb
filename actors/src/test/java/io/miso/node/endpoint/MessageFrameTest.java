package io.miso.node.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.grpc.GrpcServiceException;
import akka.util.ByteString;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageFrameTest {
  private static final RequestLimit LIMIT = new RequestLimit(1000, Duration.ofSeconds(1));

  private final RequestBudget budget = new RequestBudget(10_000);
  private final RequestBudget.Share share = budget.share();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 58, 59, 60, 300, 999, 1000})
  void messageWithinTheLimit_isExpandedInAFrameOfItsOwn(int length) {
    byte[] message =
        "0123456789".repeat(100).substring(0, length).getBytes(StandardCharsets.US_ASCII);

    ByteString expanded = MessageFrame.expanded(frame(gzip(message)), LIMIT, share);

    assertThat(MessageFrame.isWhole(expanded)).isTrue();
    assertThat(MessageFrame.isCompressed(expanded)).isFalse();
    assertThat(expanded.drop(5).toArray()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 5000, 50_000_000})
  void messageBeyondTheLimit_isRefused(int length) {
    refused(
        () -> MessageFrame.expanded(frame(gzip(new byte[length])), LIMIT, share),
        Status.Code.RESOURCE_EXHAUSTED,
        "limits.request-bytes");
  }

  @Test
  void expansion_goesNoFurtherThanTheLimit() {
    byte[] large = gzip(new byte[5_000_000]);
    byte[] damagedAtTheEnd = large.clone();
    Arrays.fill(damagedAtTheEnd, large.length / 2, large.length, (byte) 0xff);

    refused(
        () -> MessageFrame.expanded(frame(damagedAtTheEnd), LIMIT, share),
        Status.Code.RESOURCE_EXHAUSTED,
        "limits.request-bytes");
  }

  @Test
  void bytesThatAreNoGzip_orEndTooEarly_areAnInvalidRequest() {
    byte[] whole = gzip(new byte[100]);

    for (byte[] bytes : new byte[][] {{}, {1, 2, 3}, Arrays.copyOf(whole, whole.length - 6)}) {
      refused(
          () -> MessageFrame.expanded(frame(bytes), LIMIT, share),
          Status.Code.INVALID_ARGUMENT,
          "request: is flagged as compressed, and its bytes are not gzip");
    }
  }

  @Test
  void expansion_goesNoFurtherThanTheBudgetOfAllRequests() {
    budget.share().reserve(9_500);

    refused(
        () -> MessageFrame.expanded(frame(gzip(new byte[900])), LIMIT, share),
        Status.Code.RESOURCE_EXHAUSTED,
        "limits.request-bytes-in-flight");
  }

  @Test
  void frame_isWholeWithTheBytesItAnnounces() {
    ByteString frame = frame(new byte[] {1, 2, 3});

    assertThat(MessageFrame.isWhole(frame)).isTrue();
    assertThat(MessageFrame.isWhole(frame.concat(frame))).isFalse();
    for (int length = 0; length < frame.length(); length++) {
      assertThat(MessageFrame.isWhole(frame.take(length))).isFalse();
    }
    assertThat(MessageFrame.broken(frame.take(7)))
        .hasMessageContaining("announces one message of 3 bytes, and 2 came");
  }

  private static void refused(ThrowingCallable call, Status.Code code, String text) {
    GrpcServiceException thrown = catchThrowableOfType(GrpcServiceException.class, call);
    assertThat(thrown.getStatus().getCode()).isEqualTo(code);
    assertThat(thrown.getStatus().getDescription()).contains(text);
  }

  private static ByteString frame(byte[] compressed) {
    return ByteString.fromArray(ByteBuffer.allocate(5 + compressed.length)
        .put((byte) 1)
        .putInt(compressed.length)
        .put(compressed)
        .array());
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
}
