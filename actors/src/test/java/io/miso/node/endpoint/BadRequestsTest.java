package io.miso.node.endpoint;

import static io.miso.node.endpoint.ServedNode.FLAGS;
import static io.miso.node.endpoint.ServedNode.FUNCTIONS;
import static io.miso.node.endpoint.ServedNode.GCOUNTERS;
import static io.miso.node.endpoint.ServedNode.NODE_SERVICE;
import static io.miso.node.endpoint.ServedNode.OBJECTS;
import static io.miso.node.endpoint.ServedNode.PNCOUNTERS;
import static io.miso.node.endpoint.ServedNode.REGISTERS;
import static io.miso.node.endpoint.ServedNode.SETS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.CounterResponse;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.middleware.SetOrRegisterSetValueRequest;
import io.miso.grpc.node.v1.CrdtSelector;
import io.miso.grpc.node.v1.ListRequest;
import io.miso.grpc.node.v1.SetReplicationIntervalRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer is a status that says what is wrong, and the node goes on. */
final class BadRequestsTest {
  @RegisterExtension
  static final ServedNode NODE = new ServedNode();

  private static final SetGenericType STRING = SetGenericType.STRING;
  private static final SetGenericType NUMBER = SetGenericType.NUMBER;
  private static final SetGenericType OBJECT = SetGenericType.OBJECT;
  private static final CRDTSetType ORSET = CRDTSetType.ORSET;
  private static final String REGISTER = FUNCTIONS + "registerServerlessFunction";
  private static final String UNREGISTER = FUNCTIONS + "unregisterServerlessFunction";
  private static final String INTERVAL = NODE_SERVICE + "SetReplicationInterval";
  private static final WireRequests REQUESTS = NODE.newFunction();

  @AfterEach
  void nodeAnswersTheNextRequest() throws InvalidProtocolBufferException {
    byte[] reply = NODE.call(PNCOUNTERS + "Add", NODE.newFunction().amount(3));
    assertThat(CounterResponse.parseFrom(reply).getValue()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GCOUNTERS + "Add",
        GCOUNTERS + "GetValue",
        PNCOUNTERS + "Add",
        PNCOUNTERS + "Subtract",
        PNCOUNTERS + "GetValue",
        SETS + "Add",
        SETS + "RemoveORSet",
        SETS + "GetValue",
        REGISTERS + "Assign",
        REGISTERS + "GetValue",
        FLAGS + "Assign",
        FLAGS + "GetValue",
        OBJECTS + "Remove",
        FUNCTIONS + "registerServerlessFunction",
        FUNCTIONS + "unregisterServerlessFunction",
        FUNCTIONS + "getFunctionInstanceMap",
        NODE_SERVICE + "Sync",
        NODE_SERVICE + "List",
        NODE_SERVICE + "DeleteObject",
        NODE_SERVICE + "SetReplicationInterval",
        NODE_SERVICE + "Status"
      })
  void bytesThatAreNoMessage_areAnInvalidRequest(String method) {
    for (String garbage : new String[] {"ff", "0a ff ff ff ff 07", "0a 05 61", "0b", "07", "00"}) {
      assertInvalid(
          method, HexFormat.ofDelimiter(" ").parseHex(garbage), "request", "bytes " + garbage);
    }
    byte[] text = "GET / HTTP/1.1\r\nHost: node\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertInvalid(method, text, "request", "text");
  }

  @Test
  void namesThatAreNoUtf8_areAnInvalidRequest() {
    byte[] request = HexFormat.ofDelimiter(" ").parseHex("0a 03 12 01 ff 18 02 22 03 0a 01 66");

    assertInvalid(PNCOUNTERS + "Add", request, "request", "a name of one byte 0xff");
  }

  static Stream<Arguments> wrongFields() {
    String name = Requests.NAME;
    String function = Requests.FUNCTION;
    WireRequests nobody = new WireRequests("");
    return Stream.of(
        wrong(name, PNCOUNTERS + "Add", REQUESTS.amount(1).toBuilder().clearStatefulObjectBase()),
        wrong(name, PNCOUNTERS + "GetValue", REQUESTS.get().toBuilder().clearStatefulObjectBase()),
        wrong(name, FLAGS + "Assign", REQUESTS.flag(true).toBuilder().clearStatefulObjectBase()),
        wrong(name, OBJECTS + "Remove", REQUESTS.delete().toBuilder().clearStatefulObjectBase()),
        wrong(function, PNCOUNTERS + "Add", nobody.amount(1).toBuilder()),
        wrong(function, FLAGS + "GetValue", nobody.get().toBuilder()),
        wrong(function, SETS + "GetValue", nobody.elements(ORSET, STRING).toBuilder()),
        wrong(function, OBJECTS + "Remove", nobody.delete().toBuilder()),
        wrong(function, REGISTER, nobody.register().toBuilder()),
        wrong("podName", REGISTER, REQUESTS.register().toBuilder().clearPodName()),
        wrong("podName", UNREGISTER, REQUESTS.unregister().toBuilder().clearPodName()),
        wrong("object.function", NODE_SERVICE + "List", ListRequest.newBuilder()),
        wrong("function", INTERVAL, SetReplicationIntervalRequest.newBuilder()),
        wrong("crdt.name", INTERVAL, interval().setCrdt(selector("", "PNCOUNTER"))),
        wrong("crdt.type", INTERVAL, interval().setCrdt(selector("x", ""))),
        wrong("crdt.type", INTERVAL, interval().setCrdt(selector("x", "Counter"))),
        wrong("interval_ms", INTERVAL, interval().setIntervalMs(3_600_001)),
        wrong("interval_ms", INTERVAL, interval().setIntervalMs(-1)),
        wrong("value", GCOUNTERS + "Add", REQUESTS.amount(0).toBuilder()),
        wrong("value", GCOUNTERS + "Add", REQUESTS.amount(-1).toBuilder()),
        wrong("value", PNCOUNTERS + "Add", REQUESTS.amount(0).toBuilder()),
        wrong("value", PNCOUNTERS + "Subtract", REQUESTS.amount(Long.MIN_VALUE).toBuilder()),
        wrong("value", SETS + "Add", element(OBJECT, "{\"a\":")),
        wrong("value", SETS + "Add", element(OBJECT, "[]")),
        wrong("value", SETS + "RemoveORSet", element(OBJECT, "nonsense")),
        wrong("value", REGISTERS + "Assign", element(NUMBER, "five").clearCrdtType()),
        wrong("crdtType", SETS + "Add", element(STRING, "x").setCrdtTypeValue(99)),
        wrong("crdtType", SETS + "RemoveORSet", element(STRING, "x").setCrdtTypeValue(-1)),
        wrong("crdtType", SETS + "Add", element(STRING, "x").setCrdtType(CRDTSetType.ORMAP)),
        wrong("crdtType", SETS + "RemoveORSet", element(STRING, "x").setCrdtType(CRDTSetType.GSET)),
        wrong("crdtType", REGISTERS + "Assign", element(STRING, "x")),
        wrong("crdtType", REGISTERS + "GetValue", REQUESTS.elements(ORSET, STRING).toBuilder()),
        wrong("setValueType", SETS + "Add", element(STRING, "x").setSetValueTypeValue(3)),
        wrong(
            "setValueType",
            REGISTERS + "Assign",
            element(STRING, "x").clearCrdtType().setSetValueTypeValue(99)),
        wrong(
            "crdtType",
            SETS + "GetValue",
            REQUESTS.elements(ORSET, STRING).toBuilder().setCrdtTypeValue(99)),
        wrong(
            "type",
            REGISTERS + "GetValue",
            REQUESTS.elements(CRDTSetType.MVREGISTER, STRING).toBuilder().setTypeValue(99)));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("wrongFields")
  void wrongField_isNamed(String field, String method, Message request) {
    assertInvalid(method, request.toByteArray(), field, request.toString());
  }

  @Test
  void servicesAndMethodsThatAreNotThere_areNamedAsSuch() {
    assertThat(NODE.refusal("miso.middleware.ORMapService/Get", new byte[0]).getDescription())
        .startsWith("this node serves no '/miso.middleware.ORMapService/Get'; its services are ")
        .contains("miso.middleware.SetService");
    assertThat(NODE.refusal(PNCOUNTERS + "Get", new byte[0]).getDescription())
        .startsWith("this service has no method 'Get'");
  }

  @Test
  void refusedRequests_changeNothing() throws InvalidProtocolBufferException {
    WireRequests counter = NODE.newFunction();
    NODE.call(PNCOUNTERS + "Add", counter.amount(5));
    NODE.refusal(PNCOUNTERS + "Add", counter.amount(-5));
    NODE.refusal(SETS + "Add", counter.element(ORSET, STRING, "x"));

    assertThat(CounterResponse.parseFrom(NODE.call(PNCOUNTERS + "GetValue", counter.get()))
            .getValue())
        .isEqualTo(5);
  }

  private static Arguments wrong(String field, String method, Message.Builder request) {
    return Arguments.of(field, method, request.build());
  }

  private static SetOrRegisterSetValueRequest.Builder element(SetGenericType kind, String text) {
    return REQUESTS.element(ORSET, kind, text).toBuilder();
  }

  private static SetReplicationIntervalRequest.Builder interval() {
    return SetReplicationIntervalRequest.newBuilder().setFunction("f");
  }

  private static CrdtSelector selector(String name, String type) {
    return CrdtSelector.newBuilder().setName(name).setType(type).build();
  }

  private static void assertInvalid(String method, byte[] request, String field, String what) {
    Status status = NODE.refusal(method, request);
    assertThat(status.getCode())
        .as("%s of %s: %s", method, what, status)
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).as("%s of %s", method, what).startsWith(field + ": ");
  }
}
