package io.miso.crdt;

import java.util.Map;

/**
 * A flag on which disable wins over a concurrent enable (as flags in Almeida, Shoker, Baquero 2018, with both writes as dots). A flag that was
 * never written reads false.
 *
 * <p>Each write replaces the dots seen here by one new dot that says which of the two it was. It is true while some live dot says enabled and
 * none says disabled. It grows with the writes made concurrently.
 */
public final class DWFlag extends WritesCrdt<DWFlag, Value> {

  private static final DWFlag EMPTY =
      new DWFlag(new Causal<>(Writes.empty(), CausalContext.empty()));

  private DWFlag(Causal<Writes<Value>> causal) {
    super(causal);
  }

  public static DWFlag empty() {
    return EMPTY;
  }

  private static final Value ENABLED = Value.of(true);
  private static final Value DISABLED = Value.of(false);

  /**
   * Rebuilds a state or delta from {@link #liveDots()} and {@link #context()}.
   *
   * @throws IllegalArgumentException if a live dot is not in the context, or wrote something else than a boolean
   */
  public static DWFlag of(Map<Dot, Value> liveDots, CausalContext context) {
    for (Value written : liveDots.values()) {
      if (!(written instanceof Value.Bool)) {
        throw new IllegalArgumentException("a flag is true or false, not " + written);
      }
    }
    return new DWFlag(rebuilt(liveDots, context));
  }

  public Mutation<DWFlag> enable(ReplicaId replica) {
    return write(replica, ENABLED, dots());
  }

  /** Disables; on a flag that is not enabled here as well: an enable elsewhere may be concurrent, and loses. */
  public Mutation<DWFlag> disable(ReplicaId replica) {
    return write(replica, DISABLED, dots());
  }

  public boolean value() {
    return isLive() && dotsOf(DISABLED).isEmpty();
  }

  @Override
  public CrdtType type() {
    return CrdtType.DW_FLAG;
  }

  @Override
  DWFlag self() {
    return this;
  }

  @Override
  DWFlag with(Causal<Writes<Value>> changed) {
    return new DWFlag(changed);
  }
}
