package io.miso.node;

/** A node could not start; the message is one line for whoever started it and says what to do. */
public final class NodeStartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NodeStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
