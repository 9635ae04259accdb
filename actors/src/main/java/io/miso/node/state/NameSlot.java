package io.miso.node.state;

import io.miso.crdt.CrdtType;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which types under one name of an object carry content here. Two can, when both sides of a cut created one: then the name answers for
 * the type with the lowest number, the same on every node. Locally a second type is not created while a first one lives. Thread-safe.
 */
final class NameSlot {
  /** Bit n is set while the type with number n carries content. */
  private final AtomicInteger live = new AtomicInteger();

  /** The type the name answers for; empty where none carries content. */
  Optional<CrdtType> owner() {
    int types = live.get();
    return types == 0
        ? Optional.empty()
        : Optional.of(CrdtType.ofNumber(Integer.numberOfTrailingZeros(types)));
  }

  /** The types that carry content, the one that the name answers for first. */
  List<CrdtType> types() {
    int types = live.get();
    return Arrays.stream(CrdtType.values())
        .filter(type -> (types & bit(type)) != 0)
        .sorted(Comparator.comparingInt(CrdtType::number))
        .toList();
  }

  /** Whether operations of the type are answered: it owns the name, or nobody does. */
  boolean answersFor(CrdtType type) {
    int types = live.get();
    return types == 0 || Integer.numberOfTrailingZeros(types) == type.number();
  }

  /** For operations on a name that answers for another type. */
  Refused otherType(CrdtKey key) {
    return new Refused(
        Reason.WRONG_TYPE,
        "statefulObjectBase.crdtName",
        "'"
            + key.name()
            + "' is of type "
            + owner().map(CrdtType::label).orElse("unknown")
            + ", not "
            + key.type().label());
  }

  /** Takes a name that nobody owns, atomically, before a first write; true where the type owns it now. */
  boolean claim(CrdtType type) {
    return live.compareAndSet(0, bit(type)) || answersFor(type);
  }

  /**
   * Notes whether the type carries content after a change of its state.
   *
   * @return true where this made the name belong to two types
   */
  boolean note(CrdtType type, boolean carriesContent) {
    int bit = bit(type);
    int before = live.get();
    if (((before & bit) != 0) == carriesContent) {
      return false;
    }
    int after = carriesContent
        ? live.accumulateAndGet(bit, (types, b) -> types | b)
        : live.accumulateAndGet(bit, (types, b) -> types & ~b);
    return carriesContent && Integer.bitCount(after) > 1;
  }

  private static int bit(CrdtType type) {
    return 1 << type.number();
  }
}
