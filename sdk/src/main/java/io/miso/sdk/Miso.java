package io.miso.sdk;

/**
 * The way of one function to its Stateful Objects; the first thing to open.
 *
 * <pre>{@code
 * try (Miso miso = Miso.connect()) {
 *   PNCounter sum = miso.statefulObject().getPNCounter("sum");
 *   sum.add(5);
 *   long value = sum.getValue();
 * }
 * }</pre>
 *
 * <p><b>Consistency.</b> An operation is applied and answered by the node, and sees everything that was acknowledged on this node
 * before. Nodes that run the same function exchange changes in the background; those that have seen the same changes hold the same
 * values. Nothing waits for another node but {@link StatefulObject#sync}.
 *
 * <p><b>Errors.</b> Blocking methods throw {@link MisoException}, stages of {@code ...Async} methods complete exceptionally with it.
 *
 * <p><b>Threads.</b> Thread-safe and meant to be shared; open one per process. No lock is held while waiting, so virtual threads may
 * wait in any number. Stages complete on a thread of the SDK or of the node: dependents that block belong on an executor of your own
 * ({@code thenApplyAsync(..., executor)}).
 *
 * <p>Interfaces of this package are made to be used, not implemented: methods will be added.
 */
public interface Miso extends AutoCloseable {

  /**
   * Connects to the daemon that the environment names; see {@link MisoBuilder}.
   *
   * @throws MisoException.InvalidRequest if {@code MISO_FUNCTION_NAME} is missing or another variable cannot be used
   * @throws MisoException.Unavailable if no node answers within the connect timeout
   */
  static Miso connect() {
    return builder().connect();
  }

  /** Settings other than those of the environment. */
  static MisoBuilder builder() {
    return new MisoBuilder();
  }

  /** The function that owns the objects. */
  String function();

  /** The default object of the function; its id is the lower-case hex SHA-256 of the function's name. Nothing is sent. */
  StatefulObject statefulObject();

  /**
   * Another object of the function. Objects come into being with their first CRDT. Nothing is sent.
   *
   * @param id any text but the empty one
   * @throws MisoException.InvalidRequest if the id is empty or no well-formed text
   */
  StatefulObject statefulObject(String id);

  /**
   * Closes the connection, or the node if this started it. Calls in flight may still be answered for a moment. Does not unregister
   * the function instance; its registration ends with its lease.
   */
  @Override
  void close();
}
