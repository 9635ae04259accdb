package io.miso.app.failure;

/**
 * Ends a command with a message for the person at the terminal: one line that says what happened and what to do. It is
 * printed without a stack trace and the process exits with 1.
 */
public final class UserFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UserFailure(String message) {
    super(message);
  }

  public UserFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** Passes on the message of a failure that was written for a person as well. */
  public static UserFailure from(RuntimeException readable) {
    return new UserFailure(String.valueOf(readable.getMessage()), readable);
  }
}
