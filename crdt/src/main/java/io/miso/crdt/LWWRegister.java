package io.miso.crdt;

import java.util.Map;
import java.util.Optional;

/**
 * A register that shows the value with the highest time stamp (last-writer-wins register of Shapiro et al. 2011, section 3.2.1). Ties go to the
 * higher replica id: one replica never uses a stamp twice.
 *
 * <p>A stamp is a hybrid logical clock (Kulkarni et al. 2014): the clock of the node, or just above the highest stamp seen here where that is ahead.
 * So an assignment always wins over what its replica had seen, however wrong the clocks are; between concurrent ones the clocks decide.
 *
 * <p>An assignment replaces all that this copy has; concurrent ones are kept until the next assignment, so that a deletion takes away what it
 * has seen and nothing else. It grows with the assignments made concurrently.
 */
public final class LWWRegister extends WritesCrdt<LWWRegister, Stamped> {

  private static final LWWRegister EMPTY =
      new LWWRegister(new Causal<>(Writes.empty(), CausalContext.empty()));

  private LWWRegister(Causal<Writes<Stamped>> causal) {
    super(causal);
  }

  public static LWWRegister empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state or delta from {@link #liveDots()} and {@link #context()}.
   *
   * @throws IllegalArgumentException if a live dot is not in the context, or a value is null
   */
  public static LWWRegister of(Map<Dot, Stamped> liveDots, CausalContext context) {
    return new LWWRegister(rebuilt(liveDots, context));
  }

  /**
   * Assigns a value.
   *
   * @param clock what the clock of the node says, in the unit of its stamps; at least 0
   * @throws IllegalArgumentException if the value is null or the clock below 0
   * @throws ArithmeticException if the register has the highest stamp there is
   */
  public Mutation<LWWRegister> assign(ReplicaId replica, long clock, Value value) {
    Optional<Stamped> latest = latest();
    long stamp = latest.isPresent() && latest.get().stamp() >= clock
        ? Math.addExact(latest.get().stamp(), 1)
        : clock;
    return write(replica, new Stamped(stamp, value), dots());
  }

  /** The value with the highest stamp; empty if it was never assigned, or deleted. */
  public Optional<Value> value() {
    return latest().map(Stamped::value);
  }

  /** The highest stamp and what it wrote. */
  public Optional<Stamped> latest() {
    Stamped latest = null;
    for (Live<Stamped> live : store().dots()) { // ascending by replica: the last of equals wins
      if (latest == null || live.write().stamp() >= latest.stamp()) {
        latest = live.write();
      }
    }
    return Optional.ofNullable(latest);
  }

  @Override
  public CrdtType type() {
    return CrdtType.LWW_REGISTER;
  }

  @Override
  LWWRegister self() {
    return this;
  }

  @Override
  LWWRegister with(Causal<Writes<Stamped>> changed) {
    return new LWWRegister(changed);
  }
}
