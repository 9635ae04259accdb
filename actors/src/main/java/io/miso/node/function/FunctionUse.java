package io.miso.node.function;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether and when a function was last used on this node. Every operation touches it, so it is cheap: one volatile read in the usual case.
 */
public final class FunctionUse {
  /** Times closer together than this are not told apart; a lease is minutes. */
  private static final long GRAIN_MS = 1_000;

  private final String function;
  private final FunctionUses uses;
  private final AtomicBoolean active = new AtomicBoolean();
  private volatile long lastUsedMs;

  FunctionUse(String function, FunctionUses uses) {
    this.function = function;
    this.uses = uses;
  }

  public String function() {
    return function;
  }

  /** Registers or renews the function on this node. */
  public void touch() {
    long now = uses.now();
    if (now - lastUsedMs >= GRAIN_MS) {
      lastUsedMs = now;
    }
    if (!active.get() && active.compareAndSet(false, true)) {
      uses.activated(function);
    }
  }

  boolean active() {
    return active.get();
  }

  long lastUsedMs() {
    return lastUsedMs;
  }

  void deactivate() {
    active.set(false);
  }
}
