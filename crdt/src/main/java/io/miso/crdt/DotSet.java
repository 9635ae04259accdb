package io.miso.crdt;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of at least one dot, held per value in the index of {@link Writes}; immutable. Nearly every value has one dot, so a lone dot is its
 * own set and costs nothing more. It has more only where replicas wrote the value concurrently.
 */
sealed interface DotSet permits Dot, DotSet.Several {

  /** Two dots or more. */
  record Several(Dots<Member> members) implements DotSet {}

  /** A dot that says no more than that it is there. */
  record Member(Dot dot) implements Dots.Entry {
    @Override
    public long sum() {
      return 0;
    }
  }

  /** The set of these dots, at least one, which ascend strictly. */
  static DotSet ofAscending(List<Dot> dots) {
    return dots.size() == 1
        ? dots.get(0)
        : new Several(Dots.ofAscending(dots.stream().map(Member::new).toList()));
  }

  /** The dots in order; none for null. */
  static Collection<Dot> dots(@Nullable DotSet set) {
    if (set instanceof Dot dot) {
      return List.of(dot);
    }
    return set instanceof Several several ? several.members().toList() : List.of();
  }

  static DotSet with(@Nullable DotSet set, Dot added) {
    if (set == null || set.equals(added)) {
      return added;
    }
    Dots<Member> members = set instanceof Several several
        ? several.members()
        : Dots.<Member>empty().plus(new Member((Dot) set));
    return new Several(members.plus(new Member(added)));
  }

  /** The set without a dot that is in it, or null when that was the last one. */
  static @Nullable DotSet without(DotSet set, Dot removed) {
    if (!(set instanceof Several several)) {
      return null;
    }
    Dots<Member> rest = several.members().minus(removed);
    return rest.size() == 1 ? rest.iterator().next().dot() : new Several(rest);
  }
}
