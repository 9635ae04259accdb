package io.miso.node;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a property on many seeds, always the same ones: 0 up to {@code -Dmiso.cases} (default 300). A failure names its seed and the
 * command that replays it alone, through {@code -Dmiso.seed}.
 */
public final class SeededCases {
  private static final int CASES = Integer.getInteger("miso.cases", 300);

  private SeededCases() {}

  public static void forAll(Class<?> test, String method, Consumer<Random> property) {
    Long only = Long.getLong("miso.seed");
    long first = only == null ? 0 : only;
    long end = only == null ? CASES : only + 1;
    for (long seed = first; seed < end; seed++) {
      try {
        property.accept(new Random(seed));
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            "seed " + seed + " fails; replay with: mvn -pl crdt,grpc-api,actors test -Dtest='"
                + test.getSimpleName() + "#" + method
                + "' -Dsurefire.failIfNoSpecifiedTests=false -Dmiso.seed=" + seed,
            failure);
      }
    }
  }
}
