package io.miso.node.simulation.core;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GCounter;
import io.miso.crdt.GSet;
import io.miso.crdt.ORSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.Value;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.Update;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every acknowledged update, and what the values have to be because of them: computed from the updates, not from the states. Of a node that
 * lost its disk those have to be kept that others had.
 */
final class Ledger {
  private record Entry(Identity by, Update update, Checks.Change change, Crdt<?> delta) {
    /** Whether the state has heard of it. */
    boolean isIn(Crdt<?> state) {
      return Crdt.join(state, delta).equals(state);
    }
  }

  private final World world;
  private final Map<CrdtKey, List<Entry>> entries = new LinkedHashMap<>();

  /** Nobody had them any more when a copy was lost. */
  private final Set<Entry> lost = Collections.newSetFromMap(new IdentityHashMap<>());

  Ledger(World world) {
    this.world = world;
  }

  void acknowledged(NodeLife life, CrdtKey key, Update update, Checks.Change change) {
    Crdt<?> delta = change.after().difference(change.before().summary(1));
    entries
        .computeIfAbsent(key, k -> new ArrayList<>())
        .add(new Entry(life.identity(), update, change, delta));
  }

  /** A copy is gone for good: that of a node which ended and lost its disk, or one that was dropped since such a node had it as well. */
  void copyLost() {
    entries.forEach((key, written) -> {
      Crdt<?> rest = world.union(key);
      written.stream().filter(entry -> !entry.isIn(rest)).forEach(lost::add);
    });
  }

  /** Compares a value that all agree on with what the updates make of it, where that is simple. */
  boolean check(CrdtKey key, Crdt<?> state) {
    if (Workload.isErased(key)) {
      return false;
    }
    if (key.type() == CrdtType.PNCOUNTER || key.type() == CrdtType.GCOUNTER) {
      long value = state instanceof PNCounter pn ? pn.value() : ((GCounter) state).value();
      Violation.unless(value == sum(key, state), "{} is {}, not {}", key, value, sum(key, state));
      return true;
    }
    if (key.type() == CrdtType.GSET) {
      Set<Value> added = new HashSet<>();
      surviving(key, state).forEach(entry -> added.add(((Update.SetAdd) entry.update()).element()));
      Violation.unless(
          added.equals(new HashSet<>(((GSet) state).elements())), "{} has not what was added", key);
      return true;
    }
    if (key.type() == CrdtType.OR_SET && nothingLost(key)) {
      Set<Value> present = present(entries.getOrDefault(key, List.of()));
      Violation.unless(
          present.equals(new HashSet<>(((ORSet) state).elements())),
          "{} has {}, not {}",
          key,
          ((ORSet) state).elements(),
          present);
      return true;
    }
    return false;
  }

  private boolean nothingLost(CrdtKey key) {
    return entries.getOrDefault(key, List.of()).stream().noneMatch(lost::contains);
  }

  private long sum(CrdtKey key, Crdt<?> state) {
    long sum = 0;
    for (Entry entry : surviving(key, state)) {
      sum += entry.update() instanceof Update.CounterAdd add
          ? add.amount()
          : -((Update.CounterSubtract) entry.update()).amount();
    }
    return sum;
  }

  private List<Entry> surviving(CrdtKey key, Crdt<?> state) {
    List<Entry> surviving = new ArrayList<>();
    for (Entry entry : entries.getOrDefault(key, List.of())) {
      if (entry.isIn(state)) {
        surviving.add(entry);
      } else {
        Violation.unless(
            lost.contains(entry), "{}: {} by {} is lost", key, entry.update(), entry.by());
      }
    }
    return surviving;
  }

  /** An element is in the set while an add of it is there that no remove has seen. */
  private static Set<Value> present(List<Entry> entries) {
    Set<Value> present = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.update() instanceof Update.SetAdd add
          && entries.stream().noneMatch(other -> removes(other, entry, add.element()))) {
        present.add(add.element());
      }
    }
    return present;
  }

  private static boolean removes(Entry other, Entry entry, Value element) {
    return other.update() instanceof Update.SetRemove remove
        && remove.element().equals(element)
        && entry.isIn(other.change().before());
  }
}
