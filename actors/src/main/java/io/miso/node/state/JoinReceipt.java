package io.miso.node.state;

import java.util.concurrent.atomic.AtomicInteger;

/** Runs an action once a number of states are joined. Thread-safe; the action runs on the thread of the last join and must only send a message. */
public final class JoinReceipt {
  /** For joins nobody waits for. */
  public static final JoinReceipt NONE = new JoinReceipt(0, () -> {});

  private final AtomicInteger open;
  private final Runnable whenAllJoined;

  public JoinReceipt(int joins, Runnable whenAllJoined) {
    this.open = new AtomicInteger(joins);
    this.whenAllJoined = whenAllJoined;
  }

  void joined() {
    if (open.decrementAndGet() == 0) {
      whenAllJoined.run();
    }
  }
}
