package io.miso.crdt;

import java.util.Arrays;
import java.util.List;

/**
 * Sets of sequences as ascending runs: {@code {first, last, first, last, ...}}, ends included, at least one missing sequence
 * between two runs. One set has one form. The arrays are never written to after they leave this class.
 */
final class Runs {

  static final long[] NONE = new long[0];

  private Runs() {}

  /** From ranges ordered by their first sequence. */
  static long[] ofOrdered(List<DotRange> ranges) {
    long[] runs = new long[2 * ranges.size()];
    int size = 0;
    for (DotRange range : ranges) {
      size = append(runs, size, range.first(), range.last());
    }
    return Arrays.copyOf(runs, size);
  }

  static boolean contains(long[] runs, long sequence) {
    return contains(runs, sequence, sequence);
  }

  static boolean containsAll(long[] runs, long[] others) {
    for (int i = 0; i < others.length; i += 2) {
      if (!contains(runs, others[i], others[i + 1])) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(long[] runs, long first, long last) {
    int run = runAtOrAfter(runs, first);
    return run < runs.length && runs[run] <= first && last <= runs[run + 1];
  }

  /** The index of the first run that ends at or after the sequence. */
  private static int runAtOrAfter(long[] runs, long sequence) {
    int low = 0;
    int high = runs.length / 2;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs[2 * middle + 1] < sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 2 * low;
  }

  static long[] union(long[] some, long[] others) {
    if (containsAll(some, others)) {
      return some;
    }
    if (containsAll(others, some)) {
      return others;
    }
    long[] union = new long[some.length + others.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < some.length || j < others.length) {
      if (j == others.length || (i < some.length && some[i] <= others[j])) {
        size = append(union, size, some[i], some[i + 1]);
        i += 2;
      } else {
        size = append(union, size, others[j], others[j + 1]);
        j += 2;
      }
    }
    return Arrays.copyOf(union, size);
  }

  /** What is in some and not in others. */
  static long[] difference(long[] some, long[] others) {
    long[] difference = new long[some.length + others.length];
    int size = 0;
    for (int i = 0; i < some.length; i += 2) {
      long first = some[i];
      long last = some[i + 1];
      for (int j = runAtOrAfter(others, first); j < others.length && others[j] <= last; j += 2) {
        if (first < others[j]) {
          size = append(difference, size, first, others[j] - 1);
        }
        first = others[j + 1]
            + 1; // wraps below 1 after the last sequence there is, and then no run follows
      }
      if (first >= 1 && first <= last) {
        size = append(difference, size, first, last);
      }
    }
    return Arrays.copyOf(difference, size);
  }

  /** What is in both. */
  static long[] intersection(long[] some, long[] others) {
    long[] intersection = new long[some.length + others.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < some.length && j < others.length) {
      long first = Math.max(some[i], others[j]);
      long last = Math.min(some[i + 1], others[j + 1]);
      if (first <= last) {
        size = append(intersection, size, first, last);
      }
      if (some[i + 1] < others[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return Arrays.copyOf(intersection, size);
  }

  /** Adds a run that starts no earlier than the last one, and returns the size after it. */
  private static int append(long[] runs, int size, long first, long last) {
    if (size > 0 && first - 1 <= runs[size - 1]) { // first is at least 1, so this does not wrap
      runs[size - 1] = Math.max(runs[size - 1], last);
      return size;
    }
    runs[size] = first;
    runs[size + 1] = last;
    return size + 2;
  }
}
