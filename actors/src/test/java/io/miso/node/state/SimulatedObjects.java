package io.miso.node.state;

import io.miso.crdt.Crdt;
import io.miso.node.function.FunctionUses;
import io.miso.node.identity.Births;
import io.miso.node.identity.NodeClock;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Update;
import io.miso.node.settings.NodeSettings;
import io.miso.node.state.CrdtHandle.Published;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The objects of one node for the simulator of the cores: what the actors of objects and CRDTs do around {@link CrdtCopy}, without mailboxes.
 */
public final class SimulatedObjects {

  /** Runs an action of this node later. */
  @FunctionalInterface
  public interface Later {
    void after(long delayMs, Runnable action);
  }

  /** Who sees what becomes of the copies. */
  public interface Watcher {
    void published(CrdtKey key, Published before, Published after);

    void stashed(int operations);

    /** A copy is no more. */
    void dropped(CrdtKey key, Published last);
  }

  private record NameKey(ObjectKey object, String text) {}

  private static final class NameState {
    private final NameSlot slot = new NameSlot();
    private boolean restored;
    private boolean asking;
  }

  private final NodeSettings settings;
  private final FunctionUses uses;
  private final Replication replication;
  private final Later later;
  private final Watcher watcher;
  private final CrdtCopy.Scope scope;
  private final ReplicationIntervals intervals;
  private final NodeClock clock;
  private final Unwanted unwanted;
  private final CrdtTable table = new CrdtTable();
  private final Map<CrdtKey, SimulatedCopy> copies = new LinkedHashMap<>();
  private final Map<NameKey, NameState> names = new LinkedHashMap<>();

  public SimulatedObjects(
      NodeSettings settings,
      Births births,
      NodeClock clock,
      FunctionUses uses,
      Replication replication,
      Later later,
      Watcher watcher) {
    this.settings = settings;
    this.uses = uses;
    this.replication = replication;
    this.later = later;
    this.watcher = watcher;
    this.clock = clock;
    this.unwanted = new Unwanted(settings.functions().dropAfter());
    this.intervals = new ReplicationIntervals(settings);
    this.scope =
        ObjectScope.of(settings, births, clock, table, intervals, replication).copies();
  }

  public CrdtTable table() {
    return table;
  }

  /** A copy that was on disk; peers may know more of it. Versions count the copies of one start, so it takes a new one. */
  public void load(CrdtKey key, Published stored) {
    long version = scope.lives().getAsLong();
    copies.put(
        key,
        copy(key, new Published(stored.state(), false, version, version, stored.replica(), 0)));
  }

  /** What a durable node would have on disk. */
  public Map<CrdtKey, Published> stored() {
    Map<CrdtKey, Published> stored = new LinkedHashMap<>();
    copies.forEach((key, held) -> stored.put(key, held.handle().published()));
    stored.values().removeIf(published -> published.version() == 0);
    return stored;
  }

  public void update(CrdtKey key, Update update, Consumer<Outcome> reply) {
    held(key).operate(copy -> copy.apply(update), reply);
  }

  public void read(CrdtKey key, Consumer<Outcome> reply) {
    held(key).operate(CrdtCopy::read, reply);
  }

  public void join(CrdtKey key, Crdt<?> state) {
    held(key).core().join(state);
  }

  /** Whether peers are being asked about a name. */
  public boolean isAsking(CrdtKey key) {
    return name(key).asking;
  }

  /** Hands what is pending of an object to replication. */
  public void flush(ObjectKey object) {
    List.copyOf(copies.values()).stream()
        .filter(held -> held.handle().key().object().equals(object))
        .forEach(held -> held.core().flush());
  }

  /** Hands what is pending of a function to replication. */
  public void flush(String function) {
    List.copyOf(copies.values()).stream()
        .filter(held -> held.function().equals(function))
        .forEach(held -> held.core().flush());
  }

  /** A peer is known to have a version of a copy. */
  public void acknowledged(NodeId peer, CrdtKey key, long version) {
    SimulatedCopy held = copies.get(key);
    if (held != null) {
      held.core().acknowledged(peer, version);
    }
  }

  /** Copies that may be needed no more are dropped where they are not. */
  public void sweep() {
    for (SimulatedCopy held : List.copyOf(copies.values())) {
      String function = held.function();
      Replication.Holders holders = replication.holders(function);
      boolean wanted = holders.wantedHere();
      boolean due = unwanted.isDue(function, wanted, clock.millis());
      boolean looks = wanted ? !held.handle().published().state().isLive() : due;
      if (looks && held.core().isDispensable(holders)) {
        drop(held);
      }
    }
    unwanted.retain(table.functions());
  }

  private void drop(SimulatedCopy held) {
    CrdtKey key = held.handle().key();
    held.stopDebounce();
    copies.remove(key);
    table.remove(held.handle());
    names.remove(new NameKey(key.object(), key.name()));
    watcher.dropped(key, held.handle().published());
    if (table.ofFunction(key.object().function()).isEmpty()) {
      replication.released(key.object().function());
    }
  }

  /** The function no longer runs here. */
  public void unrestore(String function) {
    names.forEach((name, state) -> {
      if (name.object().function().equals(function)) {
        state.restored = false;
      }
    });
    for (SimulatedCopy held : List.copyOf(copies.values())) {
      if (held.function().equals(function)) {
        held.core().unrestore();
      }
    }
  }

  /** Another interval for all CRDTs of a function. */
  public void setInterval(String function, Duration interval) {
    intervals.set(function, interval);
    for (SimulatedCopy held : List.copyOf(copies.values())) {
      if (held.function().equals(function)) {
        held.core().intervalChanged();
      }
    }
  }

  private SimulatedCopy held(CrdtKey key) {
    SimulatedCopy known = copies.get(key);
    if (known != null) {
      return known;
    }
    boolean restored = name(key).restored;
    SimulatedCopy held = copy(key, Published.empty(key.type(), restored));
    copies.put(key, held);
    return held;
  }

  private SimulatedCopy copy(CrdtKey key, Published before) {
    NameSlot slot = name(key).slot;
    CrdtHandle handle =
        new CrdtHandle(key, slot, uses.joined(key.object().function()), before.restored());
    handle.publish(before);
    table.put(handle);
    slot.note(key.type(), before.state().isLive());
    int mostStashed = settings.limits().stashedOperations();
    return new SimulatedCopy(
        handle, scope, mostStashed, replication, later, watcher, () -> ask(key));
  }

  private NameState name(CrdtKey key) {
    return names.computeIfAbsent(new NameKey(key.object(), key.name()), n -> new NameState());
  }

  private void ask(CrdtKey key) {
    NameState name = name(key);
    if (name.restored) {
      later.after(0, () -> restored(key));
    } else if (!name.asking) {
      name.asking = true;
      replication.restore(key.object(), key.name(), () -> later.after(0, () -> restored(key)));
    }
  }

  private void restored(CrdtKey key) {
    NameState name = name(key);
    name.asking = false;
    name.restored = true;
    for (SimulatedCopy held : List.copyOf(copies.values())) {
      CrdtKey other = held.handle().key();
      if (other.object().equals(key.object()) && other.name().equals(key.name())) {
        held.restored();
      }
    }
  }
}
