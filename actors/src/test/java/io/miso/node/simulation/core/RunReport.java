package io.miso.node.simulation.core;

import java.util.EnumMap;
import java.util.Map;

/** What happened in one run, or in several. */
final class RunReport {
  private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
  long runs;
  long operations;
  long frames;
  long batches;
  long bytes;
  long restoresChecked;
  long syncsChecked;
  long valuesChecked;
  long dropped;

  void fault(FaultKind kind) {
    faults.merge(kind, 1L, Long::sum);
  }

  long faults(FaultKind kind) {
    return faults.getOrDefault(kind, 0L);
  }

  void add(RunReport other) {
    other.faults.forEach((kind, count) -> faults.merge(kind, count, Long::sum));
    runs += other.runs;
    operations += other.operations;
    frames += other.frames;
    batches += other.batches;
    bytes += other.bytes;
    restoresChecked += other.restoresChecked;
    syncsChecked += other.syncsChecked;
    valuesChecked += other.valuesChecked;
    dropped += other.dropped;
  }

  /** What was sent since. */
  RunReport since(RunReport before) {
    RunReport since = new RunReport();
    since.frames = frames - before.frames;
    since.batches = batches - before.batches;
    since.bytes = bytes - before.bytes;
    return since;
  }

  @Override
  public String toString() {
    return String.format(
        "%d runs, %d operations, %d frames, %d MB; %d copies dropped; checked %d restores, %d syncs, %d values; faults %s",
        runs,
        operations,
        frames,
        bytes >> 20,
        dropped,
        restoresChecked,
        syncsChecked,
        valuesChecked,
        faults);
  }
}
