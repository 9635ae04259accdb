package io.miso.node.transport;

import akka.util.ByteString;
import io.miso.node.replication.PeerFaultException;
import java.util.concurrent.CompletionException;

/**
 * Looks at the bytes of one stream as they come, before anybody gathers them to frames: Akka gRPC would gather a frame of two gigabytes,
 * and expand a compressed one to any size.
 */
final class FrameLimit {
  private static final int HEADER_BYTES = 5;

  private final long maxFrameBytes;
  private long bodyLeft;
  private int headerSeen;
  private long length;

  FrameLimit(long maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /**
   * Passes bytes on.
   *
   * @throws CompletionException for a {@link PeerFaultException} where a frame begins in them that is too large or compressed
   */
  ByteString checked(ByteString bytes) {
    int at = 0;
    while (at < bytes.length()) {
      if (bodyLeft > 0) {
        long skipped = Math.min(bodyLeft, bytes.length() - at);
        bodyLeft -= skipped;
        at += (int) skipped;
      } else {
        header(bytes.apply(at++) & 0xff);
      }
    }
    return bytes;
  }

  private void header(int octet) {
    if (headerSeen == 0 && octet != 0) {
      throw fault("sent a frame that is compressed or no gRPC");
    }
    length = length << 8 | octet;
    headerSeen++;
    if (headerSeen < HEADER_BYTES) {
      return;
    }
    if (length > maxFrameBytes) {
      throw fault("began a frame of " + length + " bytes, more than the " + maxFrameBytes
          + " that this node says it accepts (miso.replication.max-frame-bytes)");
    }
    bodyLeft = length;
    headerSeen = 0;
    length = 0;
  }

  private static CompletionException fault(String what) {
    return new CompletionException(new PeerFaultException(what));
  }
}
