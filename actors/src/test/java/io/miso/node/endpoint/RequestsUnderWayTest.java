package io.miso.node.endpoint;

import static io.miso.node.endpoint.ServedNode.SETS;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Codec;
import io.grpc.Status;
import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.SetGenericType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What all requests under way may cost a node together. */
final class RequestsUnderWayTest {
  private static final int VALUE_BYTES = 1 << 20;

  /** Room for three of the slow requests. */
  @RegisterExtension
  static final ServedNode NODE = new ServedNode("""
      limits.request-bytes = 1200 KiB
      limits.request-bytes-in-flight = 2400 KiB
      limits.request-time = 3 s
      """);

  @Test
  void slowRequestsBeyondTheBudget_areRefused_andItIsWholeAfterwards() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(4);
    List<Future<Status>> refusals = new ArrayList<>();
    try (WireClient client = WireClient.plain(NODE.node())) {
      for (int i = 0; i < 4; i++) {
        refusals.add(clients.submit(
            () -> client.refusalOfUnended(SETS + "Add", element(VALUE_BYTES / 4 * 3))));
      }
      List<String> texts = new ArrayList<>();
      for (Future<Status> refusal : refusals) {
        Status status = refusal.get(20, TimeUnit.SECONDS);
        assertThat(status.getCode()).as("%s", status).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        texts.add(status.getDescription());
      }
      assertThat(texts).anyMatch(text -> text.contains("miso.limits.request-bytes-in-flight"));
    } finally {
      clients.shutdownNow();
    }
    for (int i = 0; i < 3; i++) {
      assertThat(NODE.call(SETS + "Add", element(VALUE_BYTES))).hasSizeGreaterThan(VALUE_BYTES);
    }
  }

  @Test
  void compressedRequest_countsAsWhatItBecomes() {
    try (WireClient gzip = WireClient.compressing(NODE.node(), new Codec.Gzip())) {
      for (int i = 0; i < 3; i++) {
        assertThat(gzip.call(SETS + "Add", element(VALUE_BYTES))).hasSizeGreaterThan(VALUE_BYTES);
      }
    }
  }

  private static byte[] element(int length) {
    return NODE.newFunction()
        .element(CRDTSetType.ORSET, SetGenericType.STRING, "x".repeat(length))
        .toByteArray();
  }
}
