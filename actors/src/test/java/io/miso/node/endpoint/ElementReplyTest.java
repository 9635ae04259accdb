package io.miso.node.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.grpc.GrpcServiceException;
import io.grpc.Status;
import io.miso.crdt.Value;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.SetOrRegisterValueResponse;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ElementReplyTest {
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
    assertThat(numbers.getValuesNumber().getValuesList()).containsExactly(1.0, 0.5, Double.NaN);
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
  void mixedKinds_andKindsTheContractLacks_areAPrecondition() {
    unfit(Value.of(1), Value.of("x"));
    unfit(Value.of("x"), Value.of(1));
    unfit(Value.of(true));
    unfit(Value.of(new byte[] {1}));
    unfit(Value.array(List.of()));
    unfit(Value.object(Map.of("bytes", Value.of(new byte[] {1}))));
  }

  private static void unfit(Value... values) {
    GrpcServiceException thrown = catchThrowableOfType(
        GrpcServiceException.class, () -> reply(SetGenericType.STRING, values));
    assertThat(thrown.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(thrown.getStatus().getDescription()).contains("'name'");
  }

  private static SetOrRegisterValueResponse reply(SetGenericType asked, Value... values) {
    return ElementReply.of(OBJECT, "name", Arrays.asList(values), asked);
  }
}
