package io.miso.crdt;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The types whose live dots each wrote something. Memory and encoded size grow with the live dots, the replicas that ever wrote, and
 * the gaps left by deltas that are still on their way. Removed content leaves nothing of its own behind.
 */
abstract sealed class WritesCrdt<S extends WritesCrdt<S, W>, W extends Write<W>>
    extends CausalCrdt<S, Writes<W>>
    permits GSet, ORSet, RWSet, MVRegister, LWWRegister, MaxRegister, MinRegister, EWFlag, DWFlag {

  WritesCrdt(Causal<Writes<W>> causal) {
    super(causal);
  }

  /** Puts together what a decoder read. */
  static <W extends Write<W>> Causal<Writes<W>> rebuilt(
      Map<Dot, W> liveDots, CausalContext context) {
    liveDots.values().forEach(write -> requireNotNull(write.term()));
    return Causal.of(Writes.of(liveDots), context);
  }

  /** The mutation that writes a new dot in place of others. */
  final Mutation<S> write(ReplicaId replica, W write, Collection<Dot> superseded) {
    requireNotNull(write.term());
    Dot dot = context().next(replica);
    CausalContext covered = superseded.isEmpty()
        ? CausalContext.of(dot)
        : CausalContext.of(superseded).join(CausalContext.of(dot));
    return mutation(Writes.of(dot, write), covered);
  }

  /** The mutation that takes dots away. */
  final Mutation<S> remove(Collection<Dot> dots) {
    return mutation(Writes.empty(), CausalContext.of(dots));
  }

  final Collection<Dot> dotsOf(Value value) {
    return store().dotsOf(value);
  }

  final List<Dot> dots() {
    return store().dots().toList();
  }

  /** Visits the live dots, each with what it wrote, in the order of dots. */
  public final void forEachLive(BiConsumer<Dot, W> action) {
    for (Live<W> each : store().dots()) {
      action.accept(each.dot(), each.write());
    }
  }

  /** The live dots, each with what it wrote, in the order of dots. A copy, which cannot be changed. */
  public final Map<Dot, W> liveDots() {
    Map<Dot, W> live = new LinkedHashMap<>();
    forEachLive(live::put);
    return Collections.unmodifiableMap(live);
  }

  private static void requireNotNull(Value value) {
    if (value.kind() == Value.Kind.NULL) {
      throw new IllegalArgumentException("null is a value only inside an array or an object");
    }
  }
}
