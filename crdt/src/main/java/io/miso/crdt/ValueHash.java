package io.miso.crdt;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.security.SecureRandom;
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

  private static final long SECRET = new SecureRandom().nextLong();

  private final Hasher64 hasher;

  private ValueHash(Hasher64 hasher) {
    this.hasher = hasher;
  }

  private static final ValueHash PUBLIC = new ValueHash(Hash.XXH3);

  static long of(Value value) {
    return PUBLIC.hash(value);
  }

  /** One of many other hashes, none of which is known outside of this process, nor the same in another. */
  static long secret(Value value, int number) {
    return new ValueHash(Hashing.xxh3_64(SECRET + number)).hash(value);
  }

  private long hash(Value value) {
    if (value instanceof Value.Text text) {
      return hash(TEXT, hasher.hashCharsToLong(text.value()));
    } else if (value instanceof Value.Whole whole) {
      return hash(WHOLE, whole.value());
    } else if (value instanceof Value.Real real) {
      return hash(REAL, Double.doubleToLongBits(real.value()));
    } else if (value instanceof Value.Bool bool) {
      return hash(BOOLEAN, bool.value() ? 1 : 0);
    } else if (value instanceof ByteValue bytes) {
      return hash(BYTES, hasher.hashBytesToLong(bytes.bytes()));
    } else if (value instanceof ArrayValue array) {
      HashStream64 stream = hasher.hashStream();
      array.elements().forEach(element -> stream.putLong(hash(element)));
      return hash(ARRAY, stream.getAsLong());
    } else if (value instanceof ObjectValue object) {
      HashStream64 stream = hasher.hashStream();
      for (Map.Entry<String, Value> member : object.members().entrySet()) {
        stream
            .putLong(hash(TEXT, hasher.hashCharsToLong(member.getKey())))
            .putLong(hash(member.getValue()));
      }
      return hash(OBJECT, stream.getAsLong());
    } else {
      return hash(NULL, 0);
    }
  }

  private long hash(int kind, long content) {
    return hasher.hashLongLongToLong(kind, content);
  }
}
