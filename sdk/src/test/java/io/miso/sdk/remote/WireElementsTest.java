package io.miso.sdk.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.SetOrRegisterValueResponse;
import io.miso.grpc.common.SetOrRegisterValueResponseNumberValues;
import io.miso.grpc.common.SetOrRegisterValueResponseObjectValues;
import io.miso.grpc.common.SetOrRegisterValueResponseStringValues;
import io.miso.sdk.Element;
import io.miso.sdk.MisoException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireElementsTest {

  @Test
  void requests_carryText() {
    assertThat(WireElements.text(Element.of("a\"b"))).isEqualTo("a\"b");
    assertThat(WireElements.text(Element.of(5.0))).isEqualTo("5");
    assertThat(WireElements.text(Element.of(0.5))).isEqualTo("0.5");
    assertThat(WireElements.text(Element.of(Double.NEGATIVE_INFINITY))).isEqualTo("-Infinity");
  }

  @Test
  void objects_areWrittenAsJson() {
    Map<String, @Nullable Object> members = new HashMap<>();
    members.put("text", "quote \" backslash \\ line \n unit \u0001 snow \u2603");
    members.put("items", Arrays.asList(1, 0.5, 1e300, true, null, Map.of(), List.of()));

    assertThat(WireElements.text(Element.ofObject(members)))
        .isEqualTo("{\"items\":[1,0.5,1.0E300,true,null,{},[]],"
            + "\"text\":\"quote \\\" backslash \\\\ line \\u000a unit \\u0001 snow \u2603\"}");
  }

  @Test
  void replies_areReadInTheKindTheyCarry() {
    assertThat(WireElements.elements(SetOrRegisterValueResponse.newBuilder()
            .setValuesString(SetOrRegisterValueResponseStringValues.newBuilder().addValues("x"))
            .setType(SetGenericType.STRING)
            .build()))
        .containsExactly(Element.of("x"));
    assertThat(WireElements.elements(numbers(5, 0.5)))
        .containsExactly(Element.of(5), Element.of(0.5));
    assertThat(WireElements.elements(SetOrRegisterValueResponse.getDefaultInstance()))
        .isEmpty();
  }

  @Test
  void structs_areReadAsTheJsonTheyStandFor() {
    Struct struct = Struct.newBuilder()
        .putFields("n", Value.newBuilder().setNumberValue(2).build())
        .putFields("none", Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build())
        .putFields(
            "list",
            Value.newBuilder()
                .setListValue(ListValue.newBuilder()
                    .addValues(Value.newBuilder().setBoolValue(true))
                    .addValues(Value.newBuilder().setStructValue(Struct.getDefaultInstance())))
                .build())
        .build();
    Map<String, @Nullable Object> expected = new HashMap<>();
    expected.put("n", 2);
    expected.put("none", null);
    expected.put("list", List.of(true, Map.of()));

    assertThat(WireElements.elements(objects(struct))).containsExactly(Element.ofObject(expected));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p53, -0x1p53, 1e18, 0x1.fffffffffffffp62})
  void numberThatSeveralIntegersAreNearestTo_isNeitherWrittenNorRead(double number) {
    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> WireElements.text(Element.of(number)))
        .returns("value", MisoException.InvalidRequest::field);
    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() ->
            WireElements.text(Element.ofObject(Map.of("in", List.of(Map.of("n", number))))));
    assertThatExceptionOfType(MisoException.OutOfRange.class)
        .isThrownBy(() -> WireElements.elements(numbers(number)));
    assertThatExceptionOfType(MisoException.OutOfRange.class)
        .isThrownBy(() -> WireElements.elements(objects(Struct.newBuilder()
            .putFields("n", Value.newBuilder().setNumberValue(number).build())
            .build())));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p53 - 1, 1 - 0x1p53, 0x1p63, -0x1p64, 1e300})
  void numberThatTheContractTellsExactly_isBoth(double number) {
    assertThat(WireElements.text(Element.of(number))).isNotEmpty();
    assertThat(WireElements.elements(numbers(number))).containsExactly(Element.of(number));
  }

  private static SetOrRegisterValueResponse numbers(double... values) {
    SetOrRegisterValueResponseNumberValues.Builder numbers =
        SetOrRegisterValueResponseNumberValues.newBuilder();
    Arrays.stream(values).forEach(numbers::addValues);
    return SetOrRegisterValueResponse.newBuilder()
        .setValuesNumber(numbers)
        .setType(SetGenericType.NUMBER)
        .build();
  }

  private static SetOrRegisterValueResponse objects(Struct struct) {
    return SetOrRegisterValueResponse.newBuilder()
        .setValuesObject(SetOrRegisterValueResponseObjectValues.newBuilder().addValues(struct))
        .setType(SetGenericType.OBJECT)
        .build();
  }
}
