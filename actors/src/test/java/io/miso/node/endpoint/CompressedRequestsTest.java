package io.miso.node.endpoint;

import static io.miso.node.endpoint.ServedNode.FLAGS;
import static io.miso.node.endpoint.ServedNode.FUNCTIONS;
import static io.miso.node.endpoint.ServedNode.GCOUNTERS;
import static io.miso.node.endpoint.ServedNode.OBJECTS;
import static io.miso.node.endpoint.ServedNode.PNCOUNTERS;
import static io.miso.node.endpoint.ServedNode.REGISTERS;
import static io.miso.node.endpoint.ServedNode.SETS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.Status;
import io.miso.grpc.common.BoolResponse;
import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.CounterResponse;
import io.miso.grpc.common.FlagSetValueReponse;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.SetOrRegisterValueResponse;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionFunctionInstanceMapResponse;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionRegisterResponse;
import io.miso.grpc.overlay.discovery.function.Void;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The published prototype's SDK compresses every message with gzip and flags it so. */
final class CompressedRequestsTest {
  @RegisterExtension
  static final ServedNode NODE = new ServedNode();

  private static final String LONG = "as long as a frame of HTTP/2 ".repeat(1000);

  @Test
  void gzipRequests_areAnsweredByEveryService() throws InvalidProtocolBufferException {
    AtomicInteger compressed = new AtomicInteger();
    try (WireClient client = client("gzip", out -> {
      compressed.incrementAndGet();
      return new Codec.Gzip().compress(out);
    })) {
      assertThat(count(client, GCOUNTERS + "Add", NODE.newFunction().amount(7))).isEqualTo(7);
      WireRequests counter = NODE.newFunction();
      assertThat(count(client, PNCOUNTERS + "Subtract", counter.amount(300))).isEqualTo(-300);
      assertThat(count(client, PNCOUNTERS + "GetValue", counter.get())).isEqualTo(-300);
      assertThat(strings(client, SETS + "Add", element(CRDTSetType.ORSET))).containsExactly(LONG);
      assertThat(strings(client, REGISTERS + "Assign", element(CRDTSetType.MVREGISTER)))
          .containsExactly(LONG);
      WireRequests flag = NODE.newFunction();
      assertThat(FlagSetValueReponse.parseFrom(call(client, FLAGS + "Assign", flag.flag(true)))
              .getValue())
          .isTrue();
      assertThat(BoolResponse.parseFrom(call(client, OBJECTS + "Remove", flag.delete()))
              .getResponse())
          .isTrue();
      WireRequests registered = NODE.newFunction();
      assertThat(ServerlessFunctionRegisterResponse.parseFrom(
                  call(client, FUNCTIONS + "registerServerlessFunction", registered.register()))
              .getAcknowledged())
          .isTrue();
      assertThat(ServerlessFunctionFunctionInstanceMapResponse.parseFrom(
                  call(client, FUNCTIONS + "getFunctionInstanceMap", Void.getDefaultInstance()))
              .getItemsMap())
          .containsKey(registered.functionName());
    }
    assertThat(compressed).as("messages that were compressed and flagged").hasValue(9);
  }

  @Test
  void bytesThatAreFlaggedButNoGzip_areRefused_andTheNextRequestIsAnswered()
      throws InvalidProtocolBufferException {
    try (WireClient client = client("gzip", out -> out)) {
      Status status =
          client.refusal(PNCOUNTERS + "Add", NODE.newFunction().amount(1).toByteArray());

      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription()).startsWith("request: ");
    }
    stillAnswers();
  }

  @Test
  void unknownEncoding_isUnimplemented_andTheNextRequestIsAnswered()
      throws InvalidProtocolBufferException {
    try (WireClient client = client("snappy", out -> out)) {
      Status status =
          client.refusal(PNCOUNTERS + "Add", NODE.newFunction().amount(1).toByteArray());

      assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(status.getDescription()).contains("snappy");
    }
    stillAnswers();
  }

  private static void stillAnswers() throws InvalidProtocolBufferException {
    assertThat(CounterResponse.parseFrom(
                NODE.call(PNCOUNTERS + "Add", NODE.newFunction().amount(1)))
            .getValue())
        .isEqualTo(1);
  }

  private static byte[] call(WireClient client, String method, Message request) {
    return client.call(method, request.toByteArray());
  }

  private static long count(WireClient client, String method, Message request)
      throws InvalidProtocolBufferException {
    return CounterResponse.parseFrom(call(client, method, request)).getValue();
  }

  private static List<String> strings(WireClient client, String method, Message request)
      throws InvalidProtocolBufferException {
    return SetOrRegisterValueResponse.parseFrom(call(client, method, request))
        .getValuesString()
        .getValuesList();
  }

  private static Message element(CRDTSetType type) {
    return NODE.newFunction().element(type, SetGenericType.STRING, LONG);
  }

  private interface Compression {
    OutputStream onto(OutputStream out) throws IOException;
  }

  private static WireClient client(String encoding, Compression compression) {
    return WireClient.compressing(NODE.node(), new Compressor() {
      @Override
      public String getMessageEncoding() {
        return encoding;
      }

      @Override
      public OutputStream compress(OutputStream out) throws IOException {
        return compression.onto(out);
      }
    });
  }
}
