package io.miso.node.codec;

import io.miso.crdt.Mark;
import io.miso.crdt.Stamped;
import io.miso.crdt.Value;
import io.miso.grpc.replication.v1.Writes;

/** How the writes of the causal types stand in a message. */
final class Forms {

  /** A value and nothing else. */
  static final CausalCodec.Form<Value> PLAIN = new CausalCodec.Form<>() {
    @Override
    public void encode(Value write, Writes.Builder writes) {
      writes.addValues(ValueCodec.encode(write));
    }

    @Override
    public Value decode(Writes writes, int index) {
      return ValueCodec.decode(writes.getValues(index));
    }

    @Override
    public boolean fits(Writes writes, int dots) {
      return counts(writes, dots, 0, 0);
    }
  };

  /** A value and its time stamp. */
  static final CausalCodec.Form<Stamped> STAMPED = new CausalCodec.Form<>() {
    @Override
    public void encode(Stamped write, Writes.Builder writes) {
      writes.addValues(ValueCodec.encode(write.value())).addStamps(write.stamp());
    }

    @Override
    public Stamped decode(Writes writes, int index) {
      return new Stamped(writes.getStamps(index), ValueCodec.decode(writes.getValues(index)));
    }

    @Override
    public boolean fits(Writes writes, int dots) {
      return counts(writes, dots, dots, 0);
    }
  };

  /** An element, and whether it was added or removed. */
  static final CausalCodec.Form<Mark> MARKED = new CausalCodec.Form<>() {
    @Override
    public void encode(Mark write, Writes.Builder writes) {
      writes.addValues(ValueCodec.encode(write.element())).addPresent(write.present());
    }

    @Override
    public Mark decode(Writes writes, int index) {
      return new Mark(ValueCodec.decode(writes.getValues(index)), writes.getPresent(index));
    }

    @Override
    public boolean fits(Writes writes, int dots) {
      return counts(writes, dots, 0, dots);
    }
  };

  private Forms() {}

  private static boolean counts(Writes writes, int values, int stamps, int present) {
    return writes.getValuesCount() == values
        && writes.getStampsCount() == stamps
        && writes.getPresentCount() == present;
  }
}
