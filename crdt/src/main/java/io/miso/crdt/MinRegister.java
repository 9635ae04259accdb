package io.miso.crdt;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A register that shows the least value written to it, in canonical order (see {@link Value}; NaN is above all numbers).
 *
 * <p>A write that is not below what this copy shows changes nothing and is no update. Any other replaces what this copy has. Concurrent writes are
 * kept until the next one, so that a deletion takes away what it has seen and nothing else. It grows with the writes made concurrently.
 */
public final class MinRegister extends WritesCrdt<MinRegister, Value> {

  private static final MinRegister EMPTY =
      new MinRegister(new Causal<>(Writes.empty(), CausalContext.empty()));

  private MinRegister(Causal<Writes<Value>> causal) {
    super(causal);
  }

  public static MinRegister empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state or delta from {@link #liveDots()} and {@link #context()}.
   *
   * @throws IllegalArgumentException if a live dot is not in the context, or a value is null
   */
  public static MinRegister of(Map<Dot, Value> liveDots, CausalContext context) {
    return new MinRegister(rebuilt(liveDots, context));
  }

  /**
   * Writes a value; does nothing unless it is below what this copy shows.
   *
   * @throws IllegalArgumentException if the value is null
   */
  public Mutation<MinRegister> write(ReplicaId replica, Value value) {
    Optional<Value> shown = value();
    boolean changes = shown.isEmpty() || value.compareTo(shown.get()) < 0;
    return changes ? write(replica, value, dots()) : remove(List.of());
  }

  /** The least value; empty if nothing was ever written, or all of it deleted. */
  public Optional<Value> value() {
    return store().terms().stream().min(Value::compareTo);
  }

  @Override
  public CrdtType type() {
    return CrdtType.MIN_REGISTER;
  }

  @Override
  MinRegister self() {
    return this;
  }

  @Override
  MinRegister with(Causal<Writes<Value>> changed) {
    return new MinRegister(changed);
  }
}
