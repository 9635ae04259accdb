package io.miso.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Values of every kind from small ranges, so that equal ones are common. */
final class RandomValues {

  private RandomValues() {}

  static Value value(Random random) {
    return value(random, 3);
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0 -> depth == 3 ? Value.of(true) : Value.nullValue();
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(Long.MAX_VALUE - random.nextInt(3));
      case 3 ->
        Value.of(random.nextBoolean() ? random.nextInt(9) / 4.0 : 0x1p62 * (random.nextInt(9) - 4));
      case 4 ->
        Value.of(
            random.nextBoolean()
                ? ""
                : "text \u00e9\ud83d\ude00".substring(0, 5 + random.nextInt(2)));
      case 5 -> Value.of(new byte[] {(byte) random.nextInt(), 1});
      case 6 -> Value.array(some(random, depth));
      default -> Value.object(named(some(random, depth)));
    };
  }

  private static List<Value> some(Random random, int depth) {
    List<Value> some = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      some.add(value(random, depth - 1));
    }
    return some;
  }

  private static Map<String, Value> named(List<Value> values) {
    Map<String, Value> named = new TreeMap<>();
    values.forEach(value -> named.put("key" + named.size(), value));
    return named;
  }
}
