package io.miso.sdk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.miso.grpc.node.v1.FunctionStatus;
import io.miso.node.MisoNode;
import io.miso.node.settings.NodeSettings;
import io.miso.sdk.Miso;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a function finds after its daemon was restarted under the same address, which then knows nothing. */
@Timeout(120)
final class DaemonRestartTest {

  @Test
  void instanceThatIsRegistered_isSoAgain_withoutACall() {
    MisoNode before = start(0);
    int port = before.port();
    try (Miso miso = connect(port, "f")) {
      miso.statefulObject().registerServerlessFunction();
      before.close();

      try (MisoNode after = start(port)) {
        Wait.until("the instance is registered again", () -> instances(after, "f") == 1);
        assertThat(miso.statefulObject().unregisterServerlessFunction()).isTrue();
        assertThat(instances(after, "f")).isZero();
      }
    }
  }

  @Test
  void instanceThatUnregistered_staysSo() {
    MisoNode before = start(0);
    int port = before.port();
    try (Miso miso = connect(port, "f");
        Miso other = connect(port, "g")) {
      miso.statefulObject().registerServerlessFunction();
      other.statefulObject().registerServerlessFunction();
      miso.statefulObject().unregisterServerlessFunction();
      before.close();

      try (MisoNode after = start(port)) {
        Wait.until("the other one is registered again", () -> instances(after, "g") == 1);
        assertThat(miso.statefulObject().getPNCounter("c").getValue()).isZero();
        assertThat(instances(after, "f")).isZero();
      }
    }
  }

  private static MisoNode start(int port) {
    Map<String, Object> settings =
        Map.of("miso.grpc.port", port, "miso.discovery.methods", List.of("config"));
    return MisoNode.start(
        NodeSettings.from(ConfigFactory.parseMap(settings).withFallback(ConfigFactory.load())));
  }

  private static Miso connect(int port, String function) {
    return Miso.builder()
        .environment(Map.of())
        .host("127.0.0.1")
        .port(port)
        .function(function)
        .replicaId("instance")
        .connect();
  }

  private static int instances(MisoNode node, String function) {
    return node.operations().status().toCompletableFuture().join().getFunctionsList().stream()
        .filter(status -> status.getFunction().equals(function))
        .mapToInt(FunctionStatus::getInstances)
        .sum();
  }
}
