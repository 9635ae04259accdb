package io.miso.app;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;

/**
 * How long operations took.
 *
 * @param sorted in nanoseconds, ascending
 */
record Latency(List<Long> sorted) implements Serializable {

  static Latency of(Collection<Long> nanos) {
    return new Latency(nanos.stream().sorted().toList());
  }

  static Latency ofAll(Collection<Latency> parts) {
    return of(parts.stream().flatMap(part -> part.sorted.stream()).toList());
  }

  long median() {
    return percentile(50);
  }

  long percentile(int percent) {
    return sorted.get((int) ((sorted.size() - 1L) * percent / 100));
  }

  @Override
  public String toString() {
    return "%d operations, median %d us, p99 %d us"
        .formatted(sorted.size(), median() / 1000, percentile(99) / 1000);
  }
}
