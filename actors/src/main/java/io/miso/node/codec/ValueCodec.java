package io.miso.node.codec;

import com.google.protobuf.UnsafeByteOperations;
import io.miso.crdt.ArrayValue;
import io.miso.crdt.ByteValue;
import io.miso.crdt.ObjectValue;
import io.miso.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values. Each has one form: numbers are whole where they can be, names of an object are in order. */
final class ValueCodec {

  private ValueCodec() {}

  static io.miso.grpc.replication.v1.Value encode(Value value) {
    io.miso.grpc.replication.v1.Value.Builder encoded =
        io.miso.grpc.replication.v1.Value.newBuilder();
    if (value instanceof Value.Text text) {
      encoded.setText(text.value());
    } else if (value instanceof Value.Whole whole) {
      encoded.setWhole(whole.value());
    } else if (value instanceof Value.Real real) {
      encoded.setReal(real.value());
    } else if (value instanceof Value.Bool bool) {
      encoded.setBoolean(bool.value());
    } else if (value instanceof ByteValue bytes) {
      encoded.setBytes(
          UnsafeByteOperations.unsafeWrap(bytes.bytes())); // a copy that nobody else has
    } else if (value instanceof ArrayValue array) {
      array.elements().forEach(element -> encoded.getArrayBuilder().addElements(encode(element)));
      encoded.getArrayBuilder();
    } else if (value instanceof ObjectValue object) {
      object
          .members()
          .forEach((name, member) ->
              encoded.getObjectBuilder().addNames(name).addValues(encode(member)));
      encoded.getObjectBuilder();
    } else {
      encoded.setNull(true);
    }
    return encoded.build();
  }

  static Value decode(io.miso.grpc.replication.v1.Value value) {
    return switch (value.getKindCase()) {
      case TEXT -> Value.of(value.getText());
      case WHOLE -> Value.of(value.getWhole());
      case REAL -> decodeReal(value.getReal());
      case BOOLEAN -> Value.of(value.getBoolean());
      case BYTES -> Value.of(value.getBytes().toByteArray());
      case ARRAY -> Value.array(decode(value.getArray().getElementsList()));
      case OBJECT -> decodeObject(value.getObject());
      case NULL -> decodeNull(value.getNull());
      case KIND_NOT_SET ->
        throw new IllegalArgumentException("a value without a kind that this node knows");
    };
  }

  private static List<Value> decode(List<io.miso.grpc.replication.v1.Value> values) {
    List<Value> decoded = new ArrayList<>();
    values.forEach(value -> decoded.add(decode(value)));
    return decoded;
  }

  private static Value decodeObject(io.miso.grpc.replication.v1.ObjectValue object) {
    if (object.getNamesCount() != object.getValuesCount()) {
      throw new IllegalArgumentException(
          object.getValuesCount() + " values for " + object.getNamesCount() + " names");
    }
    Ascending.require(object.getNamesList(), "names of an object");
    Map<String, Value> members = new TreeMap<>();
    for (int i = 0; i < object.getNamesCount(); i++) {
      members.put(object.getNames(i), decode(object.getValues(i)));
    }
    return Value.object(members);
  }

  /** There are many NaNs in 64 bits, of which one is written. */
  private static Value decodeReal(double real) {
    if (Double.doubleToRawLongBits(real) != Double.doubleToLongBits(real)) {
      throw new IllegalArgumentException("NaN is written in one way");
    }
    return new Value.Real(real);
  }

  private static Value decodeNull(boolean set) {
    if (!set) {
      throw new IllegalArgumentException("null is written as true");
    }
    return Value.nullValue();
  }
}
