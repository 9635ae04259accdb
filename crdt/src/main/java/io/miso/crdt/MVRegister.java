package io.miso.crdt;

import java.util.List;
import java.util.Map;

/**
 * A register that shows every value that no other assignment has seen and replaced (Almeida, Shoker, Baquero 2018, on causal CRDTs;
 * multi-value register of Shapiro et al. 2011, section 3.2.2).
 *
 * <p>An assignment replaces all values that this copy shows; concurrent assignments are all kept until a later one replaces them.
 * It grows with the assignments made concurrently.
 */
public final class MVRegister extends WritesCrdt<MVRegister, Value> {

  private static final MVRegister EMPTY =
      new MVRegister(new Causal<>(Writes.empty(), CausalContext.empty()));

  private MVRegister(Causal<Writes<Value>> causal) {
    super(causal);
  }

  public static MVRegister empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state or delta from {@link #liveDots()} and {@link #context()}.
   *
   * @throws IllegalArgumentException if a live dot is not in the context, or a value is null
   */
  public static MVRegister of(Map<Dot, Value> liveDots, CausalContext context) {
    return new MVRegister(rebuilt(liveDots, context));
  }

  /**
   * Puts a value in place of all values seen here.
   *
   * @throws IllegalArgumentException if the value is null
   */
  public Mutation<MVRegister> assign(ReplicaId replica, Value value) {
    return write(replica, value, dots());
  }

  /** The values in canonical order, each once; none if it was never assigned, or deleted. See {@link Value}. */
  public List<Value> values() {
    return store().orderedTerms();
  }

  @Override
  public CrdtType type() {
    return CrdtType.MV_REGISTER;
  }

  @Override
  MVRegister self() {
    return this;
  }

  @Override
  MVRegister with(Causal<Writes<Value>> changed) {
    return new MVRegister(changed);
  }
}
