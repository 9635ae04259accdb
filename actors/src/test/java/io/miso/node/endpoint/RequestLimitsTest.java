package io.miso.node.endpoint;

import static io.miso.node.endpoint.ServedNode.FUNCTIONS;
import static io.miso.node.endpoint.ServedNode.PNCOUNTERS;
import static io.miso.node.endpoint.ServedNode.REGISTERS;
import static io.miso.node.endpoint.ServedNode.SETS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Codec;
import io.grpc.Status;
import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.CounterResponse;
import io.miso.grpc.common.SetGenericType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one request may cost a node, however it is sent. */
final class RequestLimitsTest {
  @RegisterExtension
  static final ServedNode NODE = new ServedNode("limits.request-time = 500 ms");

  private static final int VALUE_BYTES = 1 << 20;
  private static final int REQUEST_BYTES = 4 << 20;

  @AfterEach
  void nodeAnswersTheNextRequest() throws InvalidProtocolBufferException {
    byte[] reply = NODE.call(PNCOUNTERS + "Add", NODE.newFunction().amount(3));
    assertThat(CounterResponse.parseFrom(reply).getValue()).isEqualTo(3);
  }

  @Test
  void valueOfExactlyTheLimit_isAccepted_howeverItIsSent() {
    byte[] set = element("x".repeat(VALUE_BYTES));
    byte[] register = element(CRDTSetType.MVREGISTER, "ä".repeat(VALUE_BYTES / 2));

    assertThat(NODE.call(SETS + "Add", set)).hasSizeGreaterThan(VALUE_BYTES);
    try (WireClient gzip = WireClient.compressing(NODE.node(), new Codec.Gzip())) {
      assertThat(gzip.call(SETS + "Add", set)).hasSizeGreaterThan(VALUE_BYTES);
      assertThat(gzip.call(REGISTERS + "Assign", register)).hasSizeGreaterThan(VALUE_BYTES);
    }
  }

  @Test
  void valueBeyondTheLimit_isRefusedByThatLimit() {
    for (String text : new String[] {
      "x".repeat(VALUE_BYTES + 1), "ä".repeat(VALUE_BYTES / 2 + 1), "x".repeat(3 * VALUE_BYTES)
    }) {
      exhausted(
          NODE.refusal(REGISTERS + "Assign", element(CRDTSetType.MVREGISTER, text)),
          "limits.value-bytes");
    }
  }

  @Test
  void requestBeyondTheLimit_isRefused_howeverLargeItIs() {
    for (int size : new int[] {REQUEST_BYTES + 1, 30_000_000}) {
      exhausted(NODE.refusal(SETS + "Add", new byte[size]), "limits.request-bytes");
      exhausted(
          NODE.refusal(FUNCTIONS + "registerServerlessFunction", new byte[size]),
          "limits.request-bytes");
    }
  }

  @Test
  void compressedRequestThatExpandsBeyondTheLimit_isRefused() {
    try (WireClient gzip = WireClient.compressing(NODE.node(), new Codec.Gzip())) {
      for (int size : new int[] {REQUEST_BYTES + 1, 90_000_000}) {
        exhausted(gzip.refusal(SETS + "Add", new byte[size]), "limits.request-bytes");
      }
    }
  }

  @Test
  void requestThatNeverEnds_isRefusedAfterItsTime() {
    try (WireClient client = WireClient.plain(NODE.node())) {
      exhausted(client.refusalOfUnended(SETS + "Add", element("x")), "limits.request-time");
    }
  }

  private static byte[] element(String text) {
    return element(CRDTSetType.ORSET, text);
  }

  private static byte[] element(CRDTSetType type, String text) {
    return NODE.newFunction().element(type, SetGenericType.STRING, text).toByteArray();
  }

  private static void exhausted(Status status, String setting) {
    assertThat(status.getCode()).as("%s", status).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription()).contains("miso." + setting);
  }
}
