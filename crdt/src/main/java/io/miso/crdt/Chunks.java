package io.miso.crdt;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Cuts one immutable state into deltas: first along its dots, then what it counted. Made one at a time. */
final class Chunks<S extends CausalCrdt<S, T>, T extends Store<T>> implements Iterator<S> {

  private static final long RUN_WEIGHT = 32; // a run with its replica, at most

  private final CausalCrdt<S, T> state;
  private final long weight;
  private final Iterator<DotRange> runs;
  private final Iterator<T> counters;
  private @Nullable DotRange rest; // of the run that the last chunk ended in

  Chunks(CausalCrdt<S, T> state, long weight) {
    if (weight < 1) {
      throw new IllegalArgumentException("weight must be at least 1, not " + weight);
    }
    this.state = state;
    this.weight = weight;
    this.runs = state.context().ranges().iterator();
    this.counters = state.store().counterParts(weight).iterator();
  }

  @Override
  public boolean hasNext() {
    return rest != null || runs.hasNext() || counters.hasNext();
  }

  @Override
  public S next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (rest == null && !runs.hasNext()) {
      return state.with(new Causal<>(counters.next(), CausalContext.empty()));
    }
    CausalContext part = CausalContext.ofRanges(nextRuns());
    return state.with(new Causal<>(state.store().within(part), part));
  }

  private List<DotRange> nextRuns() {
    List<DotRange> taken = new ArrayList<>();
    long room = weight;
    while (room > 0 && (rest != null || runs.hasNext())) {
      DotRange run = rest == null ? runs.next() : rest;
      rest = null;
      room = take(run, room - RUN_WEIGHT, taken);
    }
    return taken;
  }

  /** Takes of a run what there is room for, though one live dot at least, and returns the room that is left. */
  private long take(DotRange run, long room, List<DotRange> taken) {
    long left = room;
    long last = 0;
    for (var live = state.store().dots().within(run); live.hasNext(); ) {
      Dot dot = live.next().dot();
      left -= state.store().weightOf(dot);
      if (left < 0 && last == 0 && !taken.isEmpty()) {
        rest = run;
        return 0;
      }
      if (left < 0 && last > 0) {
        taken.add(new DotRange(run.replica(), run.first(), last));
        rest = new DotRange(run.replica(), last + 1, run.last());
        return 0;
      }
      last = dot.sequence();
    }
    taken.add(run);
    return left;
  }
}
