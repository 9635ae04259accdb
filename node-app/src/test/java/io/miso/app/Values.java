package io.miso.app;

import java.io.Serializable;
import java.util.Collection;
import java.util.TreeSet;

/** Values that writers change. */
record Values(long sum, TreeSet<String> tags, TreeSet<String> place, boolean open)
    implements Serializable {

  /**
   * What all nodes show in the end when each writer wrote through a node that heard of no other one's last writes.
   *
   * @param shared tags that were there before, and that each writer may have removed
   */
  static Values of(Collection<String> shared, Collection<Writer.Account> accounts) {
    Values values = new Values(0, new TreeSet<>(shared), new TreeSet<>(), false);
    long sum = 0;
    boolean open = false;
    for (Writer.Account account : accounts) {
      sum += account.added();
      open |= account.open();
      values.tags().addAll(account.present());
      values.tags().removeAll(account.removed());
      values.place().add(account.place());
    }
    return new Values(sum, values.tags(), values.place(), open);
  }

  /** Whether the counter and the set are the same, which forget nothing when nodes hear of each other meanwhile. */
  boolean hasSumAndTagsOf(Values other) {
    return sum == other.sum && tags.equals(other.tags);
  }

  /** In words. */
  String differenceTo(Values expected) {
    return "sum %d for %d, tags %s missing and %s too many, place %s for %s, open %s for %s"
        .formatted(
            sum,
            expected.sum,
            without(expected.tags, tags),
            without(tags, expected.tags),
            place,
            expected.place,
            open,
            expected.open);
  }

  private static TreeSet<String> without(TreeSet<String> some, TreeSet<String> others) {
    TreeSet<String> rest = new TreeSet<>(some);
    rest.removeAll(others);
    return rest;
  }
}
