package io.miso.crdt;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a property on many seeds, always the same ones: 0 up to {@code -Dmiso.cases} (default 1,000). A failure names its seed and
 * the command that replays it alone, through {@code -Dmiso.seed}.
 */
final class Cases {

  private static final int CASES = Integer.getInteger("miso.cases", 1_000);

  private Cases() {}

  static void forAll(Class<?> test, String method, Consumer<Random> property) {
    Long only = Long.getLong("miso.seed");
    for (long seed = only == null ? 0 : only; seed < (only == null ? CASES : only + 1); seed++) {
      try {
        property.accept(new Random(seed));
      } catch (RuntimeException | AssertionError failure) {
        String replay = "mvn -pl crdt test -Dtest='" + test.getSimpleName() + "#" + method
            + "*' -Dmiso.seed=" + seed;
        throw new AssertionError("seed " + seed + " fails; replay with: " + replay, failure);
      }
    }
  }
}
