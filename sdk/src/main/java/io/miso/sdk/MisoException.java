package io.miso.sdk;

import org.jspecify.annotations.Nullable;

/**
 * Why an operation did not answer. The type says what to do next; each message is one sentence for a person.
 *
 * <p>Asynchronous calls complete exceptionally with one of these (as the cause of a {@code CompletionException}), blocking calls throw
 * it; what is wrong with the arguments alone is thrown at once by both. Nothing was applied, unless it is {@link Unconfirmed}, or {@link OutOfRange} and the message says so. Using a {@link Miso}
 * after it was closed is a mistake in the program and an {@link IllegalStateException}.
 */
public abstract sealed class MisoException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private MisoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A value that is never accepted: an empty name, an amount of 0, JSON that is none. Change the program; do not repeat. */
  public static final class InvalidRequest extends MisoException {

    private static final long serialVersionUID = 1;
    private final String field;

    /**
     * Refuses a request.
     *
     * @param field see {@link #field()}
     */
    public InvalidRequest(String field, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.field = field;
    }

    public InvalidRequest(String field, String message) {
      this(field, message, null);
    }

    /**
     * The parameter or variable at fault, under the name it has in the wire contract or in the environment, for example {@code
     * value} or {@code MISO_FUNCTION_NAME}; empty where the node did not say.
     */
    public String field() {
      return field;
    }
  }

  /**
   * The name belongs to a CRDT of another type, or it holds elements of another type than asked for. Use the type that the message
   * names, take another name, or delete the CRDT first.
   */
  public static final class WrongType extends MisoException {

    private static final long serialVersionUID = 1;

    public WrongType(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    public WrongType(String message) {
      this(message, null);
    }
  }

  /** A limit of the node is reached, which the message names. Store less, or have the operator raise the limit. */
  public static final class LimitExceeded extends MisoException {

    private static final long serialVersionUID = 1;

    public LimitExceeded(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A number cannot be told exactly: a counter whose value does not fit 64 bits, or a number in a set or register that the published
   * contract would round (see {@link ElementType#NUMBER}). What is stored is intact. An addition ends so in two ways that the message
   * tells apart: it was refused, because the share of this node would overflow; or it was applied, and the sum over all nodes cannot
   * be told until subtractions bring it back into range. Do not repeat it.
   */
  public static final class OutOfRange extends MisoException {

    private static final long serialVersionUID = 1;

    public OutOfRange(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    public OutOfRange(String message) {
      this(message, null);
    }
  }

  /**
   * The node could not be reached, or is starting or leaving. Nothing was applied, so the call may be repeated: at once for a short
   * interruption, better after a pause. The connection comes back by itself.
   */
  public static final class Unavailable extends MisoException {

    private static final long serialVersionUID = 1;

    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The operation was sent and no answer came: the deadline passed, the connection broke, the caller was interrupted or the node
   * failed. It <b>may or may not have been applied</b>, and is never repeated by the SDK. Adding to a set, assigning and deleting
   * may be repeated without harm; before repeating an addition to a counter, decide whether counting twice or not at all is worse.
   * Only operations that change something end so.
   */
  public static final class Unconfirmed extends MisoException {

    private static final long serialVersionUID = 1;

    public Unconfirmed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
