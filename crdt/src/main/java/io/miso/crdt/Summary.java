package io.miso.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a copy says of its state so that a peer can make the delta it lacks: what it has heard of, and hashes of what is live. Both are needed,
 * for deltas are joined out of order: a context may cover a dot whose write never came, or that was live here and removed elsewhere.
 *
 * @param type the type of the state
 * @param digest {@link Crdt#digest} of the state
 * @param context every dot heard of
 * @param live hashes of the live dots, by runs that do not overlap; outside of them nothing is live
 * @param counters what the state counted
 */
public record Summary(
    CrdtType type, long digest, CausalContext context, List<LiveRange> live, Counters counters) {

  /** Copies the runs. */
  public Summary {
    live = List.copyOf(live);
  }

  /**
   * The sum of the hashes of all live dots in a run.
   */
  public record LiveRange(DotRange range, long digest) {}

  /**
   * The sum of the hashes of all counters whose fields have hashes in a range.
   *
   * @param first lowest hash, unsigned
   * @param last highest hash, unsigned, included
   */
  public record FieldRange(long first, long last, long digest) {}

  /**
   * What is counted: the entries of a counter, or hashes of the counters in a map.
   *
   * @param fields ascending, without overlap; outside of them there are no counters
   */
  public record Counters(
      List<CounterEntry> additions, List<CounterEntry> subtractions, List<FieldRange> fields) {

    /** Nothing counted yet. */
    public Counters() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The range that a hash is in. */
    @Nullable
    FieldRange rangeOf(long hash) {
      int low = 0;
      int high = fields.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        FieldRange range = fields.get(middle);
        if (Long.compareUnsigned(hash, range.first()) < 0) {
          high = middle - 1;
        } else if (Long.compareUnsigned(hash, range.last()) > 0) {
          low = middle + 1;
        } else {
          return range;
        }
      }
      return null;
    }
  }
}
