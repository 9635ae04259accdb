package io.miso.sdk.remote;

import io.miso.sdk.Miso;
import java.util.Map;
import java.util.function.LongSupplier;

/** A function as it would be without this module's test class path; loaded by {@link ClassPathWithoutAkkaTest} alone. */
public final class IsolatedFunction {

  private IsolatedFunction() {}

  /** Reads a counter of the node at a port. */
  public static LongSupplier reader(int port) {
    return () -> {
      try (Miso miso =
          Miso.builder().environment(Map.of()).port(port).function("sums").connect()) {
        return miso.statefulObject().getPNCounter("sum").getValue();
      }
    };
  }
}
