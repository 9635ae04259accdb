package io.miso.node.overlay;

import org.jspecify.annotations.Nullable;

/** Words for why a stream failed. */
final class Causes {
  private Causes() {}

  /** The innermost message, which names what the network said. */
  static String describe(@Nullable Throwable cause) {
    if (cause == null) {
      return "the other side closed the stream";
    }
    Throwable innermost = cause;
    for (int depth = 0; innermost.getCause() != null && depth < 20; depth++) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null ? innermost.getClass().getSimpleName() : message;
  }
}
