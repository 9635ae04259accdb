package io.miso.crdt;

import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * A set of at least one dot, held per value in the index of a {@link DotStore}. Nearly every value has one dot, so a lone dot is
 * its own set and costs nothing more.
 */
sealed interface DotSet permits Dot, DotSet.Several {

  /** Two dots or more, in order. */
  record Several(TreePSet<Dot> dots) implements DotSet {}

  /** The dots in order; none for null. */
  static Set<Dot> dots(@Nullable DotSet set) {
    if (set instanceof Dot dot) {
      return Set.of(dot);
    }
    return set instanceof Several several ? several.dots() : Set.of();
  }

  /** The set of two dots or more. */
  static DotSet of(NavigableSet<Dot> dots) {
    return new Several(TreePSet.fromSortedSet(dots));
  }

  static DotSet with(@Nullable DotSet set, Dot added) {
    if (set == null || set.equals(added)) {
      return added;
    }
    return new Several(
        set instanceof Several several
            ? several.dots().plus(added)
            : TreePSet.of((Dot) set, added));
  }

  /** The set without one of its dots, or null when that was the last one. */
  static @Nullable DotSet without(@Nullable DotSet set, Dot removed) {
    if (set instanceof Several several) {
      TreePSet<Dot> rest = several.dots().minus(removed);
      return rest.size() == 1 ? rest.first() : new Several(rest);
    }
    return removed.equals(set) ? null : set;
  }
}
