package io.miso.node.endpoint;

import akka.grpc.GrpcServiceException;
import akka.util.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** The frame around the one message of a unary request: a byte of flags, four of the message's length, the message. */
final class MessageFrame {
  private static final int HEADER_BYTES = 5;

  /** To begin with, per byte that came; messages of some ten bytes do not shrink at all. */
  private static final int EXPECTED_EXPANSION = 4;

  private MessageFrame() {}

  /** Whether the bytes are one whole frame. */
  static boolean isWhole(ByteString bytes) {
    return bytes.length() >= HEADER_BYTES && length(bytes) == bytes.length() - HEADER_BYTES;
  }

  /** What is wrong with bytes that are not one whole frame. */
  static GrpcServiceException broken(ByteString bytes) {
    return Statuses.invalid(
        "request",
        bytes.length() < HEADER_BYTES
            ? "has no message"
            : "announces one message of "
                + Integer.toUnsignedString(length(bytes))
                + " bytes, and "
                + (bytes.length() - HEADER_BYTES)
                + " came");
  }

  static boolean isCompressed(ByteString frame) {
    return (frame.apply(0) & 1) != 0;
  }

  /**
   * The same message in a frame that is not compressed. Expands no further than the limit, whatever the message becomes in the end.
   *
   * @param frame a whole frame, compressed by gzip
   * @param share holds the expanded bytes from here on
   */
  static ByteString expanded(ByteString frame, RequestLimit limit, RequestBudget.Share share) {
    long most = limit.bytes() + HEADER_BYTES;
    int first = (int) Math.min(most, 64L + (long) frame.length() * EXPECTED_EXPANSION);
    share.reserve(first - HEADER_BYTES);
    byte[] bytes = new byte[first];
    int end = HEADER_BYTES;
    try (InputStream message =
        new GZIPInputStream(frame.drop(HEADER_BYTES).iterator().asInputStream())) {
      int count = message.read(bytes, end, bytes.length - end);
      while (count >= 0) {
        end += count;
        if (end == bytes.length) {
          int next = message.read();
          if (next < 0) {
            break;
          }
          if (end == most) {
            throw limit.exceeded("after expansion");
          }
          int larger = (int) Math.min(most, 2L * bytes.length);
          share.reserve(larger - bytes.length);
          bytes = Arrays.copyOf(bytes, larger);
          bytes[end++] = (byte) next;
        }
        count = message.read(bytes, end, bytes.length - end);
      }
    } catch (IOException e) {
      throw Statuses.invalid("request", "is flagged as compressed, and its bytes are not gzip");
    }
    int length = end - HEADER_BYTES;
    for (int i = 1; i < HEADER_BYTES; i++) {
      bytes[i] = (byte) (length >>> (8 * (HEADER_BYTES - 1 - i)));
    }
    return ByteString.fromArrayUnsafe(bytes, 0, end);
  }

  private static int length(ByteString bytes) {
    int length = 0;
    for (int i = 1; i < HEADER_BYTES; i++) {
      length = length << 8 | (bytes.apply(i) & 0xff);
    }
    return length;
  }
}
