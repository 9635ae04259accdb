package io.miso.node.endpoint;

import akka.grpc.GrpcServiceException;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import io.miso.crdt.ArrayValue;
import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GSet;
import io.miso.crdt.MVRegister;
import io.miso.crdt.ORSet;
import io.miso.crdt.ObjectValue;
import io.miso.crdt.Value;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.SetOrRegisterValueResponse;
import io.miso.grpc.common.SetOrRegisterValueResponseNumberValues;
import io.miso.grpc.common.SetOrRegisterValueResponseObjectValues;
import io.miso.grpc.common.SetOrRegisterValueResponseStringValues;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values of a set or register as the published contract carries them: all strings, all doubles or all objects, in the kind the stored
 * values have, and where nothing is stored in the kind that was asked for. Whole numbers beyond 2^53 lose digits on the way.
 */
final class ElementReply {
  private ElementReply() {}

  /** The reply to a read. */
  static SetOrRegisterValueResponse of(
      StatefulObjectBaseInformation object, Crdt<?> state, SetGenericType asked) {
    return of(object, state, asked, "");
  }

  /** The reply to a change, which is applied also where no reply can carry what came of it. */
  static SetOrRegisterValueResponse afterChange(
      StatefulObjectBaseInformation object, Crdt<?> state, SetGenericType asked) {
    return of(object, state, asked, "the change is applied, but ");
  }

  private static SetOrRegisterValueResponse of(
      StatefulObjectBaseInformation object, Crdt<?> state, SetGenericType asked, String outcome) {
    Collection<Value> values = values(state);
    Set<Value.Kind> kinds = EnumSet.noneOf(Value.Kind.class);
    values.forEach(value -> kinds.add(value.kind()));
    SetGenericType type = kinds.isEmpty() ? asked : type(kinds);
    if (type == SetGenericType.UNRECOGNIZED) {
      throw unfit(outcome, object.getCrdtName(), state.type(), kinds);
    }
    SetOrRegisterValueResponse.Builder reply =
        SetOrRegisterValueResponse.newBuilder().setStatefulObjectBase(object).setType(type);
    switch (type) {
      case STRING -> reply.setValuesString(strings(values));
      case NUMBER -> reply.setValuesNumber(numbers(values));
      default -> reply.setValuesObject(objects(values));
    }
    return reply.build();
  }

  private static Collection<Value> values(Crdt<?> state) {
    if (state instanceof ORSet set) {
      return set.values();
    }
    return state instanceof GSet set ? set.values() : ((MVRegister) state).values();
  }

  /** Of several kinds, or of one that the contract lacks, none. */
  private static SetGenericType type(Set<Value.Kind> kinds) {
    if (kinds.size() > 1) {
      return SetGenericType.UNRECOGNIZED;
    }
    return switch (kinds.iterator().next()) {
      case TEXT -> SetGenericType.STRING;
      case NUMBER -> SetGenericType.NUMBER;
      case OBJECT -> SetGenericType.OBJECT;
      default -> SetGenericType.UNRECOGNIZED;
    };
  }

  private static GrpcServiceException unfit(
      String outcome, String name, CrdtType type, Set<Value.Kind> kinds) {
    String held = kinds.stream().map(Value.Kind::label).collect(Collectors.joining(" and "));
    return Statuses.notThisKind(outcome
        + "'"
        + name
        + "' holds values of type "
        + held
        + (kinds.size() > 1
            ? ", written concurrently, and a reply carries one type; "
            : ", and a reply carries string, number or object; ")
        + switch (type) {
          case MV_REGISTER -> "assign it again to settle on one";
          case OR_SET -> "remove elements until those of one type are left, or delete it";
          default -> "delete it";
        });
  }

  private static SetOrRegisterValueResponseStringValues strings(Collection<Value> values) {
    SetOrRegisterValueResponseStringValues.Builder strings =
        SetOrRegisterValueResponseStringValues.newBuilder();
    values.forEach(value -> strings.addValues(((Value.Text) value).value()));
    return strings.build();
  }

  private static SetOrRegisterValueResponseNumberValues numbers(Collection<Value> values) {
    SetOrRegisterValueResponseNumberValues.Builder numbers =
        SetOrRegisterValueResponseNumberValues.newBuilder();
    values.forEach(value -> numbers.addValues(number(value)));
    return numbers.build();
  }

  private static SetOrRegisterValueResponseObjectValues objects(Collection<Value> values) {
    SetOrRegisterValueResponseObjectValues.Builder objects =
        SetOrRegisterValueResponseObjectValues.newBuilder();
    values.forEach(value -> objects.addValues(struct((ObjectValue) value)));
    return objects.build();
  }

  private static Struct struct(ObjectValue object) {
    Struct.Builder struct = Struct.newBuilder();
    object.members().forEach((key, value) -> struct.putFields(key, json(value)));
    return struct.build();
  }

  private static com.google.protobuf.Value json(Value value) {
    com.google.protobuf.Value.Builder json = com.google.protobuf.Value.newBuilder();
    switch (value.kind()) {
      case NULL -> json.setNullValue(NullValue.NULL_VALUE);
      case BOOLEAN -> json.setBoolValue(((Value.Bool) value).value());
      case NUMBER -> json.setNumberValue(number(value));
      case TEXT -> json.setStringValue(((Value.Text) value).value());
      case OBJECT -> json.setStructValue(struct((ObjectValue) value));
      case ARRAY -> {
        ListValue.Builder list = ListValue.newBuilder();
        ((ArrayValue) value).elements().forEach(element -> list.addValues(json(element)));
        json.setListValue(list);
      }
      case BYTES ->
        throw Statuses.notThisKind("a stored object holds bytes, which a reply cannot carry");
    }
    return json.build();
  }

  private static double number(Value value) {
    return value instanceof Value.Whole whole
        ? (double) whole.value()
        : ((Value.Real) value).value();
  }
}
