package io.miso.node.state;

import io.miso.crdt.ByteValue;
import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.EWFlag;
import io.miso.crdt.GCounter;
import io.miso.crdt.GSet;
import io.miso.crdt.MVRegister;
import io.miso.crdt.Mutation;
import io.miso.crdt.ORSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.operation.Update;
import io.miso.node.settings.NodeSettings.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What an update does to a state, and what is refused: pure. */
final class UpdateRules {
  /** An update that is not applied. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Refused refused;

    RefusedException(Reason reason, String field, String message) {
      this(new Refused(reason, field, message));
    }

    RefusedException(Refused refused) {
      super(refused.message(), null, false, false);
      this.refused = refused;
    }

    Refused refused() {
      return refused;
    }
  }

  /** Of UTF-8. */
  private static final int MOST_BYTES_PER_CHAR = 3;

  private static final ReplicaId NOBODY = new ReplicaId(0, 0, 1);

  private final Limits limits;

  UpdateRules(Limits limits) {
    this.limits = limits;
  }

  /** Types are known to fit: {@link #accepts} was asked. */
  Mutation<? extends Crdt<?>> apply(Crdt<?> state, Update update, ReplicaId replica)
      throws RefusedException {
    try {
      if (update instanceof Update.CounterAdd add) {
        return state instanceof GCounter counter
            ? counter.add(replica, positive(add.amount()))
            : ((PNCounter) state).add(replica, positive(add.amount()));
      } else if (update instanceof Update.CounterSubtract subtract) {
        return ((PNCounter) state).subtract(replica, positive(subtract.amount()));
      } else if (update instanceof Update.SetAdd add) {
        return addElement(state, add, replica);
      } else if (update instanceof Update.SetRemove remove) {
        return ((ORSet) state).remove(remove.element());
      } else if (update instanceof Update.RegisterAssign assign) {
        sized(assign.value());
        return ((MVRegister) state).assign(replica, assign.value());
      } else if (update instanceof Update.FlagAssign assign) {
        return assign.value() ? ((EWFlag) state).enable(replica) : ((EWFlag) state).disable();
      } else {
        return state.delete();
      }
    } catch (ArithmeticException e) {
      throw new RefusedException(
          Reason.OUT_OF_RANGE,
          "value",
          "the amount would overflow the 64 bits this node may add to the counter");
    }
  }

  /** What refuses an update of whatever state. */
  Optional<Refused> refusal(CrdtType type, Update update) {
    if (!accepts(type.empty(), update)) {
      return Optional.of(notOf(type));
    }
    try {
      apply(type.empty(), update, NOBODY);
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(e.refused());
    }
  }

  static Refused notOf(CrdtType type) {
    return new Refused(Reason.INVALID, "", "an operation of another type than " + type.label());
  }

  /** Which types an update is for. */
  static boolean accepts(Crdt<?> state, Update update) {
    return switch (state.type()) {
      case GCOUNTER -> update instanceof Update.CounterAdd || update instanceof Update.Delete;
      case PNCOUNTER ->
        update instanceof Update.CounterAdd
            || update instanceof Update.CounterSubtract
            || update instanceof Update.Delete;
      case GSET -> update instanceof Update.SetAdd || update instanceof Update.Delete;
      case OR_SET ->
        update instanceof Update.SetAdd
            || update instanceof Update.SetRemove
            || update instanceof Update.Delete;
      case MV_REGISTER ->
        update instanceof Update.RegisterAssign || update instanceof Update.Delete;
      case EW_FLAG -> update instanceof Update.FlagAssign || update instanceof Update.Delete;
      // Joined and deleted like all others; no service writes them yet.
      case OR_MAP, DW_FLAG, LWW_REGISTER, MAX_REGISTER, MIN_REGISTER, RW_SET, BOUNDED_COUNTER ->
        update instanceof Update.Delete;
    };
  }

  /** Whether the update writes an event, and so needs a replica id and may create the CRDT. */
  static boolean writes(Update update) {
    return !(update instanceof Update.Delete
        || update instanceof Update.SetRemove
        || (update instanceof Update.FlagAssign assign && !assign.value()));
  }

  private Mutation<? extends Crdt<?>> addElement(
      Crdt<?> state, Update.SetAdd add, ReplicaId replica) throws RefusedException {
    Value element = add.element();
    sized(element);
    if (state instanceof GSet set) {
      sameKind(set.anyElement(), element);
      roomFor(set.size(), set.contains(element));
      return set.add(replica, element);
    }
    ORSet set = (ORSet) state;
    sameKind(set.anyElement(), element);
    roomFor(set.size(), set.contains(element));
    return set.add(replica, element);
  }

  /** A reply carries elements of one kind; two kinds come together by concurrent adds alone. */
  private static void sameKind(Optional<Value> present, Value element) throws RefusedException {
    if (present.isPresent() && present.get().kind() != element.kind()) {
      throw new RefusedException(
          Reason.WRONG_TYPE,
          "value",
          "the set holds elements of type "
              + present.get().kind().label()
              + ", not "
              + element.kind().label());
    }
  }

  private void roomFor(int size, boolean contained) throws RefusedException {
    if (!contained && size >= limits.elementsPerCrdt()) {
      throw new RefusedException(
          Reason.LIMIT,
          "value",
          "the set has " + size + " elements, the limit is " + limits.elementsPerCrdt());
    }
  }

  private void sized(Value value) throws RefusedException {
    long bytes = bytes(value);
    if (bytes > limits.valueBytes()) {
      throw new RefusedException(
          Reason.LIMIT,
          "value",
          "has about "
              + bytes
              + " bytes, the limit is "
              + limits.valueBytes()
              + " (setting miso.limits.value-bytes)");
    }
  }

  /** Of text and bytes exactly what a user counts, of JSON an estimate. */
  private long bytes(Value value) {
    if (value instanceof Value.Text text) {
      int least = text.value().length();
      return least > limits.valueBytes() / MOST_BYTES_PER_CHAR
          ? text.value().getBytes(StandardCharsets.UTF_8).length
          : least;
    }
    return value instanceof ByteValue bytes && bytes.weight() > limits.valueBytes()
        ? bytes.bytes().length
        : value.weight();
  }

  private static long positive(long amount) throws RefusedException {
    if (amount <= 0) {
      throw new RefusedException(
          Reason.INVALID, "value", "the amount must be above 0, not " + amount);
    }
    return amount;
  }
}
