package io.miso.crdt;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as a {@link Value}; immutable. */
public final class ByteValue implements Value {

  private final byte[] bytes;

  ByteValue(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  int compareBytes(ByteValue other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public Kind kind() {
    return Kind.BYTES;
  }

  @Override
  public long weight() {
    return 3L + bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteValue that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
