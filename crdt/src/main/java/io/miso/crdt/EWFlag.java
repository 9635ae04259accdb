package io.miso.crdt;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * A flag on which enable wins over a concurrent disable (Almeida, Shoker, Baquero 2018, on causal CRDTs). A flag that was never
 * written reads false.
 *
 * <p>Enabling replaces the dots seen here by one new dot, disabling takes them away. It grows with the enables made concurrently.
 */
public final class EWFlag extends WritesCrdt<EWFlag, Value> {

  private static final EWFlag EMPTY =
      new EWFlag(new Causal<>(Writes.empty(), CausalContext.empty()));

  private EWFlag(Causal<Writes<Value>> causal) {
    super(causal);
  }

  public static EWFlag empty() {
    return EMPTY;
  }

  private static final Value ENABLED = Value.of(true);

  /**
   * Rebuilds a state or delta from the dots of {@link #liveDots()} and from {@link #context()}.
   *
   * @throws IllegalArgumentException if a live dot is not in the context
   */
  public static EWFlag of(Collection<Dot> liveDots, CausalContext context) {
    Map<Dot, Value> live = new TreeMap<>();
    liveDots.forEach(dot -> live.put(dot, ENABLED));
    return new EWFlag(rebuilt(live, context));
  }

  public Mutation<EWFlag> enable(ReplicaId replica) {
    return write(replica, ENABLED, dots());
  }

  /** Writes no dot of its own, so any copy may call it. Does nothing when the flag is not enabled here. */
  public Mutation<EWFlag> disable() {
    return remove(dots());
  }

  public boolean value() {
    return isLive();
  }

  @Override
  public CrdtType type() {
    return CrdtType.EW_FLAG;
  }

  @Override
  EWFlag self() {
    return this;
  }

  @Override
  EWFlag with(Causal<Writes<Value>> changed) {
    return new EWFlag(changed);
  }
}
