package io.miso.sdk.contract;

import io.miso.sdk.Miso;
import io.miso.sdk.StatefulObject;
import io.miso.sdk.SyncResult;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One function on two nodes, which know of each other that they run it. */
record Pair(Miso here, Miso there) {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(5);

  /** Waits until both nodes know that the other runs the function. */
  static Pair acquainted(Miso here, Miso there) {
    here.statefulObject().registerServerlessFunction();
    there.statefulObject().registerServerlessFunction();
    Pair pair = new Pair(here, there);
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!pair.knowsTheOther(here) || !pair.knowsTheOther(there)) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("the nodes did not get acquainted within " + PATIENCE);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return pair;
  }

  private boolean knowsTheOther(Miso miso) {
    return miso.statefulObject().sync(SYNC_TIMEOUT).acknowledged().size() == 1;
  }

  StatefulObject objectHere() {
    return here.statefulObject();
  }

  StatefulObject objectThere() {
    return there.statefulObject();
  }

  /** What was done here is known there. */
  void syncHere() {
    sync(here);
  }

  /** What was done there is known here. */
  void syncThere() {
    sync(there);
  }

  /** Both know what both did. */
  void converge() {
    syncHere();
    syncThere();
  }

  /** Syncs from here until the other node is found to be gone. */
  SyncResult awaitUnreachable() {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < giveUp) {
      SyncResult result = here.statefulObject().sync(Duration.ofMillis(200));
      if (!result.unreachable().isEmpty()) {
        return result;
      }
    }
    throw new AssertionError("nobody was found unreachable within " + PATIENCE);
  }

  private static void sync(Miso miso) {
    SyncResult result = miso.statefulObject().sync(SYNC_TIMEOUT);
    if (!result.complete() || result.acknowledged().size() != 1) {
      throw new AssertionError("not everybody has everything: " + result);
    }
  }

  void close() {
    here.close();
    there.close();
  }
}
