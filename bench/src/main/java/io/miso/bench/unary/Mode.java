package io.miso.bench.unary;

import java.util.Locale;

/** What stands behind {@code PNCounterService/Add} in a measured server; nothing else differs. */
enum Mode {
  /** Answers at once. */
  BARE,
  /** Answers after one exchange with an actor that does nothing. */
  ACTOR,
  /** A MISO node without peers. */
  NODE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Mode of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
