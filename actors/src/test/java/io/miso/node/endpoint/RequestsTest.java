package io.miso.node.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.grpc.GrpcServiceException;
import io.grpc.Status;
import io.miso.crdt.CrdtType;
import io.miso.crdt.Value;
import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.ServerlessFunctionBaseInformation;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import io.miso.node.TestNodes;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.EnumSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestsTest {
  private final Requests requests = new Requests(
      TestNodes.settings("limits { name-bytes = 12, value-bytes = 1000 }").limits());

  private final Requests unbounded = new Requests(TestNodes.settings("").limits());

  @Test
  void keyWithoutAnObjectId_leadsToTheDefaultObject() {
    assertThat(requests.key(function("f"), object("", "name"), CrdtType.GSET))
        .isEqualTo(new CrdtKey(ObjectKey.defaultOf("f"), "name", CrdtType.GSET));
    assertThat(requests.object(function("f"), object("o", ""))).isEqualTo(new ObjectKey("f", "o"));
  }

  @Test
  void missingOrLongNames_areNamed() {
    refused(
        () -> requests.key(function(""), object("", "n"), CrdtType.GSET),
        Status.Code.INVALID_ARGUMENT,
        "functionBase.serverlessFunctionName");
    refused(
        () -> requests.key(function("f"), object("", ""), CrdtType.GSET),
        Status.Code.INVALID_ARGUMENT,
        "statefulObjectBase.crdtName");
    refused(
        () -> requests.object(function("f"), object("1234567890123", "")),
        Status.Code.INVALID_ARGUMENT,
        "statefulObjectBase.statefulObjectId");
  }

  @Test
  void nameLimit_countsBytesOfUtf8() {
    assertThat(requests.checked("x", "123456789012")).isNotEmpty();
    assertThat(requests.checked("x", "äöüäöü")).isNotEmpty();
    assertThat(requests.checked("x", "\uD83D\uDE00".repeat(3))).isNotEmpty();
    refused(() -> requests.checked("x", "äöüäöüä"), Status.Code.INVALID_ARGUMENT, "x");
    refused(
        () -> requests.checked("x", "\uD83D\uDE00".repeat(4)), Status.Code.INVALID_ARGUMENT, "x");
    refused(() -> requests.checked("x", "漢漢漢漢漢"), Status.Code.INVALID_ARGUMENT, "x");
  }

  @Test
  void amounts_areAboveZero() {
    assertThat(requests.amount(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    for (long amount : new long[] {0, -1, Long.MIN_VALUE}) {
      refused(() -> requests.amount(amount), Status.Code.INVALID_ARGUMENT, "value");
    }
  }

  @Test
  void enums_areChecked() {
    assertThat(requests.setType(CRDTSetType.ORSET_VALUE)).isEqualTo(CrdtType.OR_SET);
    assertThat(requests.setType(CRDTSetType.GSET_VALUE)).isEqualTo(CrdtType.GSET);
    assertThat(refused(
            () -> requests.setType(CRDTSetType.PNCOUNTER_VALUE),
            Status.Code.INVALID_ARGUMENT,
            "crdtType"))
        .endsWith("must be ORSet or GSet, not PNCounter");
    assertThat(refused(() -> requests.setType(99), Status.Code.INVALID_ARGUMENT, "crdtType"))
        .endsWith("must be ORSet or GSet, not 99, which stands for no type");
    refused(
        () -> requests.value("x", SetGenericType.UNRECOGNIZED),
        Status.Code.INVALID_ARGUMENT,
        "setValueType");
  }

  @Test
  void typesThatAMethodFixes_areCheckedWhereTheyAreSent() {
    assertThat(requests.removableType(CRDTSetType.ORSET_VALUE)).isEqualTo(CrdtType.OR_SET);
    assertThat(requests.removableType(0)).isEqualTo(CrdtType.OR_SET);
    assertThat(requests.registerType(0)).isEqualTo(CrdtType.MV_REGISTER);
    for (CRDTSetType other : EnumSet.complementOf(
        EnumSet.of(CRDTSetType.MVREGISTER, CRDTSetType.ORSET, CRDTSetType.UNRECOGNIZED))) {
      refused(
          () -> requests.removableType(other.getNumber()),
          Status.Code.INVALID_ARGUMENT,
          "crdtType");
    }
    for (CRDTSetType other :
        EnumSet.complementOf(EnumSet.of(CRDTSetType.MVREGISTER, CRDTSetType.UNRECOGNIZED))) {
      refused(
          () -> requests.registerType(other.getNumber()), Status.Code.INVALID_ARGUMENT, "crdtType");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5.0", "+5", "0.5e1", "50e-1", "005"})
  void oneNumberInAnyForm_isOneElement(String text) {
    assertThat(requests.value(text, SetGenericType.NUMBER)).isEqualTo(Value.of(5));
  }

  @Test
  void numbers_keepEveryDigitOf64Bits_andNaNIsItself() {
    assertThat(requests.value("9223372036854775807", SetGenericType.NUMBER))
        .isEqualTo(Value.of(Long.MAX_VALUE));
    assertThat(requests.value("-0.0", SetGenericType.NUMBER)).isEqualTo(Value.of(0));
    assertThat(requests.value("NaN", SetGenericType.NUMBER)).isEqualTo(Value.of(Double.NaN));
    assertThat(requests.value("5", SetGenericType.STRING)).isEqualTo(Value.of("5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 5", "five", "0x10", "1e999", "5f", "nan", "1_000"})
  void whatIsNoNumber_isNamed(String text) {
    refused(
        () -> requests.value(text, SetGenericType.NUMBER), Status.Code.INVALID_ARGUMENT, "value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "5",
        "null",
        "{",
        "{\"a\":}",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":NaN}",
        "{\"a\":1e999}",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\ud800\":1}"
      })
  void badJson_isNamed(String text) {
    assertThat(refused(
            () -> requests.value(text, SetGenericType.OBJECT),
            Status.Code.INVALID_ARGUMENT,
            "value"))
        .startsWith("value: does not fit the type object: ")
        .doesNotContain("Stream", "Source", "token", "START_", "VALUE_");
  }

  @Test
  void whatIsWrongWithJson_isSaidInOurOwnWords() {
    wrongJson(nested(100), "it nests arrays and objects deeper than 32 levels");
    wrongJson("{\"a\":" + "[".repeat(5000), "deeper than 32 levels");
    wrongJson("{\"a\":" + "1".repeat(2000) + "}", "a number of 2000 characters; at most 1000");
    wrongJson("{\"a\":{\"b\":1,\"b\":1}}", "the key 'b' occurs twice in one object");
    wrongJson("{\"a\":1", "it is no JSON, or ends too early, from about character 6 on");
    assertThat(requests
            .value("{\"" + "k".repeat(900) + "\":1}", SetGenericType.OBJECT)
            .depth())
        .isEqualTo(1);
  }

  private void wrongJson(String text, String message) {
    assertThat(refused(
            () -> unbounded.value(text, SetGenericType.OBJECT),
            Status.Code.INVALID_ARGUMENT,
            "value"))
        .contains(message);
  }

  @Test
  void depthOfJson_isBounded() {
    assertThat(requests.value(nested(Value.MAX_DEPTH), SetGenericType.OBJECT).depth())
        .isEqualTo(Value.MAX_DEPTH);
    for (int depth : new int[] {Value.MAX_DEPTH + 1, 140}) {
      refused(
          () -> requests.value(nested(depth), SetGenericType.OBJECT),
          Status.Code.INVALID_ARGUMENT,
          "value");
    }
  }

  @Test
  void objects_areEqualWhateverTheOrderOfKeys_andTheFormOfNumbers() {
    assertThat(requests.value("{\"a\":1.0, \"b\":[null,true]}", SetGenericType.OBJECT))
        .isEqualTo(requests.value("{\"b\":[null,true],\"a\":1}", SetGenericType.OBJECT));
  }

  @Test
  void textBeyondTheLimit_isResourceExhausted() {
    refused(
        () -> requests.value("x".repeat(1001), SetGenericType.STRING),
        Status.Code.RESOURCE_EXHAUSTED,
        "value");
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  private static ServerlessFunctionBaseInformation function(String name) {
    return ServerlessFunctionBaseInformation.newBuilder()
        .setServerlessFunctionName(name)
        .build();
  }

  private static StatefulObjectBaseInformation object(String id, String name) {
    return StatefulObjectBaseInformation.newBuilder()
        .setStatefulObjectId(id)
        .setCrdtName(name)
        .build();
  }

  private static String refused(ThrowingCallable call, Status.Code code, String field) {
    GrpcServiceException thrown = catchThrowableOfType(GrpcServiceException.class, call);
    assertThat(thrown.getStatus().getCode()).isEqualTo(code);
    String description = String.valueOf(thrown.getStatus().getDescription());
    assertThat(description).startsWith(field + ": ");
    return description;
  }
}
