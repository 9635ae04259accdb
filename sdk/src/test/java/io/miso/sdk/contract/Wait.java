package io.miso.sdk.contract;

import java.time.Duration;

/** How long the suite waits for what is expected at once. */
final class Wait {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private Wait() {}
}
