package io.miso.crdt;

import com.dynatrace.hash4j.hashing.HashStream64;
import java.util.Map;

/** The hash of a value: of its kind and content, so equal values have one hash however they came to be. */
final class ValueHash {

  private static final int NULL = 0;
  private static final int BOOLEAN = 1;
  private static final int WHOLE = 2;
  private static final int REAL = 3;
  private static final int TEXT = 4;
  private static final int BYTES = 5;
  private static final int ARRAY = 6;
  private static final int OBJECT = 7;

  private ValueHash() {}

  static long of(Value value) {
    if (value instanceof Value.Text text) {
      return Hash.of(TEXT, text.value());
    } else if (value instanceof Value.Whole whole) {
      return Hash.of(WHOLE, whole.value());
    } else if (value instanceof Value.Real real) {
      return Hash.of(REAL, Double.doubleToLongBits(real.value()));
    } else if (value instanceof Value.Bool bool) {
      return Hash.of(BOOLEAN, bool.value() ? 1 : 0);
    } else if (value instanceof ByteValue bytes) {
      return Hash.of(BYTES, bytes.bytes());
    } else if (value instanceof ArrayValue array) {
      HashStream64 stream = Hash.stream();
      array.elements().forEach(element -> stream.putLong(element.hash()));
      return Hash.of(ARRAY, stream.getAsLong());
    } else if (value instanceof ObjectValue object) {
      HashStream64 stream = Hash.stream();
      for (Map.Entry<String, Value> member : object.members().entrySet()) {
        stream.putLong(Hash.of(TEXT, member.getKey())).putLong(member.getValue().hash());
      }
      return Hash.of(OBJECT, stream.getAsLong());
    } else {
      return Hash.of(NULL, 0);
    }
  }
}
