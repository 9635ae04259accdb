package io.miso.node.replication;

import io.miso.node.identity.NodeId;
import java.time.Duration;
import java.util.List;

/**
 * One restore: pure. Asks every reachable holder at once and is over after the first full state, the last answer or the deadline. A state that
 * comes later is joined all the same, by whoever talks to the peer.
 */
final class Restore {

  /** What follows from an input; called while it is handled, in order. */
  interface Effects {

    /** Has {@link #deadlinePassed} called, unless the restore is over before. */
    void startDeadline(Duration timeout);

    /** Asks one holder; ends with {@link #answered}, also where it cannot be reached. */
    void ask(NodeId holder);

    /** Whoever waits may go on. Called once. */
    void proceed();
  }

  private final Duration timeout;
  private final Effects effects;
  private int open;
  private boolean over;

  Restore(Duration timeout, Effects effects) {
    this.timeout = timeout;
    this.effects = effects;
  }

  /** The first look for peers is over: these can be asked. */
  void begin(List<NodeId> holders) {
    open = holders.size();
    if (holders.isEmpty()) {
      end();
    } else {
      effects.startDeadline(timeout);
      holders.forEach(effects::ask);
    }
  }

  /** A holder answered, and what it sent is joined. */
  void answered(boolean hadFullState) {
    open--;
    if (hadFullState || open == 0) {
      end();
    }
  }

  void deadlinePassed() {
    end();
  }

  boolean isOver() {
    return over;
  }

  private void end() {
    if (!over) {
      over = true;
      effects.proceed();
    }
  }
}
