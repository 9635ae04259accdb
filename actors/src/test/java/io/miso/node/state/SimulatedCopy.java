package io.miso.node.state;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.state.CrdtHandle.Published;
import io.miso.node.state.SimulatedObjects.Later;
import io.miso.node.state.SimulatedObjects.Watcher;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** One {@link CrdtCopy} with its timer and its stash, for the simulator of the cores. */
final class SimulatedCopy implements CrdtCopy.Effects {
  private final CrdtHandle handle;
  private final CrdtCopy core;
  private final int mostStashed;
  private final Replication replication;
  private final Later later;
  private final Watcher watcher;
  private final Runnable askPeers;
  private final Deque<Runnable> stash = new ArrayDeque<>();
  private long timer;

  SimulatedCopy(
      CrdtHandle handle,
      CrdtCopy.Scope scope,
      int mostStashed,
      Replication replication,
      Later later,
      Watcher watcher,
      Runnable askPeers) {
    this.handle = handle;
    this.mostStashed = mostStashed;
    this.replication = replication;
    this.later = later;
    this.watcher = watcher;
    this.askPeers = askPeers;
    this.core = new CrdtCopy(handle.key(), handle.slot(), scope, handle.published(), this);
  }

  CrdtHandle handle() {
    return handle;
  }

  CrdtCopy core() {
    return core;
  }

  String function() {
    return handle.key().object().function();
  }

  void operate(Function<CrdtCopy, Outcome> operation, Consumer<Outcome> reply) {
    if (core.ready()) {
      reply.accept(operation.apply(core));
    } else if (stash.size() >= mostStashed) {
      reply.accept(new Refused(Reason.LIMIT, "", "too many operations wait"));
    } else {
      stash.add(() -> operate(operation, reply));
      watcher.stashed(stash.size());
    }
  }

  void restored() {
    core.restored();
    List<Runnable> waiting = List.copyOf(stash);
    stash.clear();
    waiting.forEach(Runnable::run);
  }

  @Override
  public void publish(Published latest) {
    Published before = handle.published();
    handle.publish(latest);
    watcher.published(handle.key(), before, latest);
  }

  @Override
  public void held() {
    replication.held(function());
  }

  @Override
  public void send(Crdt<?> delta, long sinceMs) {
    replication.publish(handle.key(), delta, sinceMs);
  }

  @Override
  public void startDebounce(Duration interval) {
    long started = ++timer;
    later.after(interval.toMillis(), () -> {
      if (started == timer) {
        core.debounceElapsed();
      }
    });
  }

  @Override
  public void stopDebounce() {
    timer++;
  }

  @Override
  public void askPeers() {
    askPeers.run();
  }

  @Override
  public void conflict(List<CrdtType> types) {
    // The name answers for one of them everywhere; nothing to do.
  }

  @Override
  public void impersonated() {
    // The copy takes a fresh replica id; nothing to do.
  }
}
