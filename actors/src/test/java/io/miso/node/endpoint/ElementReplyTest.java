package io.miso.node.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.grpc.GrpcServiceException;
import io.grpc.Status;
import io.miso.crdt.Crdt;
import io.miso.crdt.GSet;
import io.miso.crdt.MVRegister;
import io.miso.crdt.ORSet;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.SetOrRegisterValueResponse;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ElementReplyTest {
  private static final ReplicaId REPLICA = new ReplicaId(7, 7, 1);
  private static final StatefulObjectBaseInformation OBJECT =
      StatefulObjectBaseInformation.newBuilder().setCrdtName("name").build();

  @Test
  void nothingStored_isWrittenOutInTheKindAskedFor() {
    assertThat(reply(SetGenericType.STRING).hasValuesString()).isTrue();
    assertThat(reply(SetGenericType.NUMBER).hasValuesNumber()).isTrue();
    assertThat(reply(SetGenericType.OBJECT).hasValuesObject()).isTrue();
    assertThat(reply(SetGenericType.STRING).hasType()).isTrue();
  }

  @Test
  void storedValues_decideTheKind_whateverIsAskedFor() {
    SetOrRegisterValueResponse numbers =
        reply(SetGenericType.STRING, Value.of(1), Value.of(0.5), Value.of(Double.NaN));

    assertThat(numbers.getType()).isEqualTo(SetGenericType.NUMBER);
    assertThat(numbers.getValuesNumber().getValuesList()).containsExactly(0.5, 1.0, Double.NaN);
    assertThat(reply(SetGenericType.NUMBER, Value.of("5")).getValuesString().getValuesList())
        .containsExactly("5");
  }

  @Test
  void objects_carryAllOfJson() {
    Value object = Value.object(Map.of(
        "null", Value.nullValue(),
        "list", Value.array(List.of(Value.of(true), Value.of("x"))),
        "number", Value.of(2)));

    var fields =
        reply(SetGenericType.STRING, object).getValuesObject().getValues(0).getFieldsMap();

    assertThat(fields.get("null")).matches(value -> value != null && value.hasNullValue());
    assertThat(fields.get("list"))
        .matches(value -> value != null && value.getListValue().getValues(0).getBoolValue());
    assertThat(fields.get("number"))
        .matches(value -> value != null && value.getNumberValue() == 2.0);
  }

  @Test
  void typesThatTheContractLacks_areAPrecondition() {
    for (Value value :
        List.of(Value.of(true), Value.of(new byte[] {1}), Value.array(List.of(Value.of(1))))) {
      unfit(set(value), "'name' holds values of type " + value.kind().label() + ", and a reply");
    }
    unfit(
        set(Value.object(Map.of("bytes", Value.of(new byte[] {1})))),
        "a stored object holds bytes");
  }

  @Test
  void registerOfTwoTypes_isAPrecondition_untilItIsAssignedAgain() {
    MVRegister number = MVRegister.empty().assign(REPLICA, Value.of(1)).state();
    MVRegister text =
        MVRegister.empty().assign(new ReplicaId(7, 7, 2), Value.of("x")).state();
    MVRegister both = number.join(text);

    unfit(
        both,
        "'name' holds values of type number and string, written concurrently, and a reply carries one type;"
            + " assign it again to settle on one");
    assertThat(ElementReply.of(
                OBJECT, both.assign(REPLICA, Value.of("y")).state(), SetGenericType.NUMBER)
            .getValuesString()
            .getValuesList())
        .containsExactly("y");
  }

  @Test
  void setOfTwoTypes_isAPrecondition_whicheverIsAskedFor() {
    ORSet both = set(Value.of(1), Value.of("x"));

    unfit(both, "remove elements until those of one type are left, or delete it");
    unfit(
        GSet.empty()
            .add(REPLICA, Value.of(1))
            .state()
            .add(REPLICA, Value.of("x"))
            .state(),
        "delete it");
    GrpcServiceException afterChange = catchThrowableOfType(
        GrpcServiceException.class,
        () -> ElementReply.afterChange(OBJECT, both, SetGenericType.STRING));
    assertThat(afterChange.getStatus().getDescription())
        .startsWith("the change is applied, but 'name'");
  }

  private static void unfit(Crdt<?> state, String text) {
    for (SetGenericType asked :
        List.of(SetGenericType.STRING, SetGenericType.NUMBER, SetGenericType.OBJECT)) {
      GrpcServiceException thrown = catchThrowableOfType(
          GrpcServiceException.class, () -> ElementReply.of(OBJECT, state, asked));
      assertThat(thrown.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(thrown.getStatus().getDescription()).contains(text);
    }
  }

  private static SetOrRegisterValueResponse reply(SetGenericType asked, Value... values) {
    return ElementReply.of(OBJECT, set(values), asked);
  }

  private static ORSet set(Value... values) {
    ORSet set = ORSet.empty();
    for (Value value : values) {
      set = set.add(REPLICA, value).state();
    }
    return set;
  }
}
