package io.miso.node.endpoint;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import io.miso.crdt.ArrayValue;
import io.miso.crdt.ObjectValue;
import io.miso.crdt.Value;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.SetOrRegisterValueResponse;
import io.miso.grpc.common.SetOrRegisterValueResponseNumberValues;
import io.miso.grpc.common.SetOrRegisterValueResponseObjectValues;
import io.miso.grpc.common.SetOrRegisterValueResponseStringValues;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import java.util.Collection;

/**
 * Values of a set or register as the published contract carries them: all strings, all doubles or all objects, in the kind the stored
 * values have, and where nothing is stored in the kind that was asked for. Whole numbers beyond 2^53 lose digits on the way.
 */
final class ElementReply {
  private ElementReply() {}

  static SetOrRegisterValueResponse of(
      StatefulObjectBaseInformation object,
      String name,
      Collection<Value> values,
      SetGenericType asked) {
    SetGenericType kind =
        values.isEmpty() ? asked : kind(name, values.iterator().next());
    SetOrRegisterValueResponse.Builder reply =
        SetOrRegisterValueResponse.newBuilder().setStatefulObjectBase(object).setType(kind);
    switch (kind) {
      case STRING -> reply.setValuesString(strings(name, values));
      case NUMBER -> reply.setValuesNumber(numbers(name, values));
      default -> reply.setValuesObject(objects(name, values));
    }
    return reply.build();
  }

  private static SetGenericType kind(String name, Value value) {
    return switch (value.kind()) {
      case TEXT -> SetGenericType.STRING;
      case NUMBER -> SetGenericType.NUMBER;
      case OBJECT -> SetGenericType.OBJECT;
      default -> throw unfit(name, value, "STRING, NUMBER or OBJECT");
    };
  }

  private static SetOrRegisterValueResponseStringValues strings(
      String name, Collection<Value> values) {
    SetOrRegisterValueResponseStringValues.Builder strings =
        SetOrRegisterValueResponseStringValues.newBuilder();
    for (Value value : values) {
      if (!(value instanceof Value.Text text)) {
        throw unfit(name, value, "STRING");
      }
      strings.addValues(text.value());
    }
    return strings.build();
  }

  private static SetOrRegisterValueResponseNumberValues numbers(
      String name, Collection<Value> values) {
    SetOrRegisterValueResponseNumberValues.Builder numbers =
        SetOrRegisterValueResponseNumberValues.newBuilder();
    for (Value value : values) {
      if (value.kind() != Value.Kind.NUMBER) {
        throw unfit(name, value, "NUMBER");
      }
      numbers.addValues(number(value));
    }
    return numbers.build();
  }

  private static SetOrRegisterValueResponseObjectValues objects(
      String name, Collection<Value> values) {
    SetOrRegisterValueResponseObjectValues.Builder objects =
        SetOrRegisterValueResponseObjectValues.newBuilder();
    for (Value value : values) {
      if (!(value instanceof ObjectValue object)) {
        throw unfit(name, value, "OBJECT");
      }
      objects.addValues(struct(name, object));
    }
    return objects.build();
  }

  private static Struct struct(String name, ObjectValue object) {
    Struct.Builder struct = Struct.newBuilder();
    object.members().forEach((key, value) -> struct.putFields(key, json(name, value)));
    return struct.build();
  }

  private static com.google.protobuf.Value json(String name, Value value) {
    com.google.protobuf.Value.Builder json = com.google.protobuf.Value.newBuilder();
    switch (value.kind()) {
      case NULL -> json.setNullValue(NullValue.NULL_VALUE);
      case BOOLEAN -> json.setBoolValue(((Value.Bool) value).value());
      case NUMBER -> json.setNumberValue(number(value));
      case TEXT -> json.setStringValue(((Value.Text) value).value());
      case OBJECT -> json.setStructValue(struct(name, (ObjectValue) value));
      case ARRAY -> {
        ListValue.Builder list = ListValue.newBuilder();
        ((ArrayValue) value).elements().forEach(element -> list.addValues(json(name, element)));
        json.setListValue(list);
      }
      case BYTES -> throw unfit(name, value, "JSON");
    }
    return json.build();
  }

  private static double number(Value value) {
    return value instanceof Value.Whole whole
        ? (double) whole.value()
        : ((Value.Real) value).value();
  }

  private static akka.grpc.GrpcServiceException unfit(String name, Value value, String kind) {
    return Statuses.notThisKind(
        "'" + name + "' holds a " + value.kind() + ", which does not fit a reply of kind " + kind);
  }
}
