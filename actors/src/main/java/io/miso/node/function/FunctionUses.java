package io.miso.node.function;

import io.miso.node.identity.NodeClock;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The functions this node has heard of from its own functions, bounded. Thread-safe. */
public final class FunctionUses {
  private final ConcurrentHashMap<String, FunctionUse> uses = new ConcurrentHashMap<>();
  private final NodeClock clock;
  private final int limit;
  private volatile Consumer<String> onActivated = function -> {};

  public FunctionUses(NodeClock clock, int limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /** The use of a function; empty where the limit of functions is reached. */
  public Optional<FunctionUse> local(String function) {
    FunctionUse known = uses.get(function);
    if (known != null) {
      return Optional.of(known);
    }
    return uses.size() >= limit ? Optional.empty() : Optional.of(joined(function));
  }

  /** The use of a function that a peer told of; replication is never refused. */
  public FunctionUse joined(String function) {
    return uses.computeIfAbsent(function, name -> new FunctionUse(name, this));
  }

  /** Who is told that a function became active, those that already are included. Set once. */
  void onActivated(Consumer<String> listener) {
    onActivated = listener;
    uses.values().stream()
        .filter(FunctionUse::active)
        .map(FunctionUse::function)
        .forEach(listener);
  }

  void activated(String function) {
    onActivated.accept(function);
  }

  long now() {
    return clock.millis();
  }
}
