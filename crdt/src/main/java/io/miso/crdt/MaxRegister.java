package io.miso.crdt;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A register that shows the greatest value written to it, in canonical order (see {@link Value}; NaN is above all numbers).
 *
 * <p>A write that is not above what this copy shows changes nothing and is no update. Any other replaces what this copy has. Concurrent writes are
 * kept until the next one, so that a deletion takes away what it has seen and nothing else. It grows with the writes made concurrently.
 */
public final class MaxRegister extends WritesCrdt<MaxRegister, Value> {

  private static final MaxRegister EMPTY =
      new MaxRegister(new Causal<>(Writes.empty(), CausalContext.empty()));

  private MaxRegister(Causal<Writes<Value>> causal) {
    super(causal);
  }

  public static MaxRegister empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state or delta from {@link #liveDots()} and {@link #context()}.
   *
   * @throws IllegalArgumentException if a live dot is not in the context, or a value is null
   */
  public static MaxRegister of(Map<Dot, Value> liveDots, CausalContext context) {
    return new MaxRegister(rebuilt(liveDots, context));
  }

  /**
   * Writes a value; does nothing unless it is above what this copy shows.
   *
   * @throws IllegalArgumentException if the value is null
   */
  public Mutation<MaxRegister> write(ReplicaId replica, Value value) {
    Optional<Value> shown = value();
    boolean changes = shown.isEmpty() || value.compareTo(shown.get()) > 0;
    return changes ? write(replica, value, dots()) : remove(List.of());
  }

  /** The greatest value; empty if nothing was ever written, or all of it deleted. */
  public Optional<Value> value() {
    return store().terms().stream().max(Value::compareTo);
  }

  @Override
  public CrdtType type() {
    return CrdtType.MAX_REGISTER;
  }

  @Override
  MaxRegister self() {
    return this;
  }

  @Override
  MaxRegister with(Causal<Writes<Value>> changed) {
    return new MaxRegister(changed);
  }
}
