package io.miso.crdt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of the causal types: the live dots with what they wrote, and every dot ever heard of. What is in the context and not
 * in the store has been removed; nothing else is kept of it.
 *
 * <p>Join after Almeida, Shoker, Baquero 2018, on causal CRDTs: {@code (s, c) join (s', c') = ((s and s') or (s - c') or (s' - c), c or c')}.
 *
 * @param live the values written by live dots; all of these dots are in {@code context}
 * @param context the dots heard of
 */
record Causal(DotStore live, CausalContext context) {

  static final Causal EMPTY = new Causal(DotStore.empty(), CausalContext.empty());

  /**
   * Puts the parts together.
   *
   * @throws IllegalArgumentException if a live dot is not in the context
   */
  static Causal of(Map<Dot, Value> live, CausalContext context) {
    for (Map.Entry<Dot, Value> entry : live.entrySet()) {
      if (!context.contains(entry.getKey())) {
        throw new IllegalArgumentException(
            "live dot " + entry.getKey() + " is not in the causal context");
      }
      requireWritable(entry.getValue());
    }
    return new Causal(DotStore.of(new TreeMap<>(live)), context);
  }

  /** The delta of a write: a new dot for the value, in place of the dots given. */
  Causal written(ReplicaId replica, Value value, Collection<Dot> superseded) {
    requireWritable(value);
    Dot dot = context.next(replica);
    CausalContext covered = CausalContext.of(superseded).join(CausalContext.of(dot));
    return new Causal(DotStore.of(dot, value), covered);
  }

  /** The delta of a removal of the dots given: a context of exactly these. */
  static Causal removed(Collection<Dot> dots) {
    return new Causal(DotStore.empty(), CausalContext.of(dots));
  }

  /**
   * The delta of a deletion: all that was heard of and nothing live, which is also the state after it. Taking the whole context,
   * not the live dots alone, keeps the delta as small as the number of replicas.
   */
  Causal deleted() {
    return new Causal(DotStore.empty(), context);
  }

  /**
   * Costs what the smaller side costs, plus O(log n) in the larger one for each run of dots that the smaller side has heard of and
   * for each dot that changes, plus the live dots of both within those runs. Gives back the larger side itself when nothing changes.
   */
  Causal join(Causal other) {
    return breadth() >= other.breadth() ? absorb(other) : other.absorb(this);
  }

  private long breadth() {
    return (long) live.size() + context.rangeCount();
  }

  @SuppressWarnings("ReferenceEquality") // the very same parts: nothing changed
  private Causal absorb(Causal small) {
    Changes changes = new Changes(this);
    for (DotRange range : small.context.ranges()) {
      if (range.first() == range.last()) {
        Dot dot = new Dot(range.replica(), range.first());
        changes.compare(dot, live.get(dot), small.live.get(dot));
      } else {
        changes.compare(live.within(range), small.live.within(range));
      }
    }
    DotStore store = changes.applied();
    CausalContext joined = context.join(small.context);
    return store == live && joined == context ? this : new Causal(store, joined);
  }

  /** What becomes of the live dots of {@code base} when a smaller side is joined. */
  private static final class Changes {

    private final Causal base;
    private final List<Dot> removed = new ArrayList<>();
    private final List<Map.Entry<Dot, Value>> added = new ArrayList<>();

    Changes(Causal base) {
      this.base = base;
    }

    /** Walks the live dots of both sides within one range of dots that the smaller side has heard of. */
    void compare(Iterator<Map.Entry<Dot, Value>> mine, Iterator<Map.Entry<Dot, Value>> theirs) {
      Map.Entry<Dot, Value> left = next(mine);
      Map.Entry<Dot, Value> right = next(theirs);
      while (left != null || right != null) {
        int order = left == null ? 1 : right == null ? -1 : left.getKey().compareTo(right.getKey());
        if (left != null && order < 0) {
          removed.add(left.getKey());
        } else if (right != null && order > 0) {
          addUnlessRemoved(right.getKey(), right.getValue());
        } else if (left != null && right != null) {
          settle(left.getKey(), left.getValue(), right.getValue());
        }
        left = order <= 0 ? next(mine) : left;
        right = order >= 0 ? next(theirs) : right;
      }
    }

    void compare(Dot dot, @Nullable Value mine, @Nullable Value theirs) {
      if (mine != null && theirs == null) {
        removed.add(dot);
      } else if (mine == null && theirs != null) {
        addUnlessRemoved(dot, theirs);
      } else if (mine != null && theirs != null) {
        settle(dot, mine, theirs);
      }
    }

    /**
     * One dot has one value, unless a copied or rolled-back data directory wrote under one replica id twice. Then the greater value
     * stands, so that copies still converge.
     */
    private void settle(Dot dot, Value mine, Value theirs) {
      if (mine.compareTo(theirs) < 0) {
        removed.add(dot);
        added.add(Map.entry(dot, theirs));
      }
    }

    private void addUnlessRemoved(Dot dot, Value value) {
      if (!base.context.contains(dot)) {
        added.add(Map.entry(dot, value));
      }
    }

    DotStore applied() {
      return base.live.changed(removed, added);
    }

    private static Map.@Nullable Entry<Dot, Value> next(Iterator<Map.Entry<Dot, Value>> entries) {
      return entries.hasNext() ? entries.next() : null;
    }
  }

  long weight() {
    return live.weight() + context.weight();
  }

  private static void requireWritable(Value value) {
    if (value.kind() == Value.Kind.NULL) {
      throw new IllegalArgumentException("null is a value only inside an array or an object");
    }
  }
}
