package io.miso.node.simulation.core;

import java.util.regex.Matcher;

/** A rule that a checker saw broken. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  private Violation(String message) {
    super(message);
  }

  /**
   * Fails unless the rule holds.
   *
   * @param broken what is wrong, with {@code {}} for each detail
   */
  static void unless(boolean holds, String broken, Object... details) {
    if (!holds) {
      String message = broken;
      for (Object detail : details) {
        message = message.replaceFirst("\\{}", Matcher.quoteReplacement(String.valueOf(detail)));
      }
      throw new Violation(message);
    }
  }
}
