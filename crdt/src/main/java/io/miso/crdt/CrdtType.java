package io.miso.crdt;

import java.util.Arrays;
import java.util.List;

/** The data types. Their numbers are part of the wire contract and of what is on disk; they never change. */
@SuppressWarnings("ImmutableEnumChecker") // every Crdt is immutable
public enum CrdtType {
  /** A register that keeps every concurrently written value. */
  MV_REGISTER(0, "MVRegister", MVRegister.empty()),
  /** A set in which an add wins over a concurrent remove. */
  OR_SET(1, "ORSet", ORSet.empty()),
  /** A set without a remove; it can be deleted as a whole. */
  GSET(2, "GSet", GSet.empty()),
  /** A counter that only goes up; it can be deleted. */
  GCOUNTER(3, "GCounter", GCounter.empty()),
  /** A counter that goes up and down. */
  PNCOUNTER(4, "PNCounter", PNCounter.empty()),
  /** A flag on which enable wins over a concurrent disable. */
  EW_FLAG(5, "EWFlag", EWFlag.empty()),
  /** A map from keys to values of these types. */
  OR_MAP(6, "ORMap", ORMap.empty()),
  /** A flag on which disable wins over a concurrent enable. */
  DW_FLAG(7, "DWFlag", DWFlag.empty()),
  /** A register that shows the value with the highest time stamp. */
  LWW_REGISTER(8, "LWWRegister", LWWRegister.empty()),
  /** A register that shows the greatest value written. */
  MAX_REGISTER(9, "MaxRegister", MaxRegister.empty()),
  /** A register that shows the least value written. */
  MIN_REGISTER(10, "MinRegister", MinRegister.empty()),
  /** A set in which a remove wins over a concurrent add. */
  RW_SET(11, "RWSet", RWSet.empty()),
  /** A counter that never falls below 0. */
  BOUNDED_COUNTER(12, "BoundedCounter", BoundedCounter.empty());

  private static final List<CrdtType> MAP_VALUES =
      Arrays.stream(values()).filter(CrdtType::isMapValue).toList();

  private final int number;
  private final String label;
  private final Crdt<?> empty;

  CrdtType(int number, String label, Crdt<?> empty) {
    this.number = number;
    this.label = label;
    this.empty = empty;
  }

  /** The number that stands for this type on the wire and on disk. */
  public int number() {
    return number;
  }

  /** The name of this type in the catalogue, as messages have it: {@code ORSet}. */
  public String label() {
    return label;
  }

  /** The state that knows nothing; neutral in {@link Crdt#join}. */
  public Crdt<?> empty() {
    return empty;
  }

  /** Whether an {@link ORMap} can hold it: all but those that need their whole state in every delta. */
  public boolean isMapValue() {
    return this != BOUNDED_COUNTER;
  }

  static List<CrdtType> mapValues() {
    return MAP_VALUES;
  }

  Store<?> emptyStore() {
    return ((CausalCrdt<?, ?>) empty).store();
  }

  /**
   * The type of a number.
   *
   * @throws IllegalArgumentException if no type has that number
   */
  public static CrdtType ofNumber(int number) {
    for (CrdtType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new IllegalArgumentException("no CRDT type has the number " + number);
  }
}
