package io.miso.node.identity;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** 128 random bits that name a node and are never used again by another. Ordered unsigned. */
public record NodeId(long high, long low) implements Comparable<NodeId> {
  private static final int BYTES = 16;

  /** A fresh id from the platform's cryptographic generator. */
  public static NodeId random() {
    SecureRandom random = new SecureRandom();
    return new NodeId(random.nextLong(), random.nextLong());
  }

  /**
   * The id of 16 bytes.
   *
   * @throws IllegalArgumentException where there are not exactly 16 bytes
   */
  public static NodeId of(ByteString bytes) {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException("a node id has 16 bytes, not " + bytes.size());
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new NodeId(buffer.getLong(), buffer.getLong());
  }

  public ByteString toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES).putLong(high).putLong(low).flip();
    return ByteString.copyFrom(buffer);
  }

  /** 32 hex digits. */
  public String hex() {
    return String.format("%016x%016x", high, low);
  }

  @Override
  public int compareTo(NodeId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return hex();
  }
}
