package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DaemonIT {
  private static final String READY =
      "edge-7 is ready: gRPC (127\\.0\\.0\\.1:\\d+), management http://(127\\.0\\.0\\.1:\\d+)";

  @TempDir
  private Path directory;

  private MisoProcess node(Map<String, String> more) {
    Map<String, String> variables = new TreeMap<>(Map.of(
        "MISO_NODE_NAME", "edge-7",
        "MISO_GRPC_PORT", "0",
        "MISO_MANAGEMENT_PORT", "0",
        "MISO_OVERLAY_DISCOVERY_NODE_TYPE", "config"));
    variables.putAll(more);
    return MisoProcess.start(directory, variables, "node");
  }

  private static int get(String address, String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + address + path)).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void daemon_saysOnceThatItIsReadyAnswersAndLeavesWithZero() throws Exception {
    try (MisoProcess daemon = node(Map.of("MISO_SEDS", "typo"))) {
      String management = daemon.awaitOutput(READY).group(2);
      assertThat(get(management, "/alive")).isEqualTo(200);
      assertThat(get(management, "/ready")).isEqualTo(200);
      daemon.terminate();
      assertThat(daemon.awaitExit()).isZero();
      assertThat(daemon.output().lines())
          .filteredOn(line -> line.contains("MISO_SEDS is no variable of MISO"))
          .hasSize(1);
      assertThat(daemon.output().lines())
          .filteredOn(line -> line.contains("is ready"))
          .hasSize(1);
      assertThat(daemon.output()).doesNotContain("Exception", "akka");
    }
  }

  @Test
  void jsonFormat_isOneObjectALine() throws Exception {
    try (MisoProcess daemon = node(Map.of("MISO_LOG_FORMAT", "json"))) {
      daemon.awaitOutput("is ready");
      daemon.terminate();
      assertThat(daemon.awaitExit()).isZero();
      assertThat(daemon.output().lines())
          .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
      assertThat(daemon.output()).contains("\"level\":\"INFO\"");
    }
  }

  @Test
  void takenPorts_areOneLineEachThatNamesTheVariable() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String variable : new String[] {"MISO_GRPC_PORT", "MISO_MANAGEMENT_PORT"}) {
        try (MisoProcess daemon = node(Map.of(variable, "" + taken.getLocalPort()))) {
          assertThat(daemon.awaitExit()).isEqualTo(1);
          assertThat(daemon.output())
              .contains("" + taken.getLocalPort(), variable)
              .hasLineCount(1);
        }
      }
    }
  }

  /** The last two are looked at when mDNS starts. */
  @ParameterizedTest
  @CsvSource({
    "MISO_GRPC_PORT, many",
    "MISO_NODE_IP, no-such-host.invalid",
    "MISO_MIDDLEWARE_DISCOVERY_MDNS_SVC_NAME, a.b.c"
  })
  void badVariable_isOneLineThatNamesIt(String variable, String value) throws Exception {
    Map<String, String> variables =
        Map.of(variable, value, "MISO_OVERLAY_DISCOVERY_NODE_TYPE", "mdns");
    try (MisoProcess daemon = node(variables)) {
      assertThat(daemon.awaitExit()).isEqualTo(1);
      assertThat(daemon.output()).startsWith("miso: ").contains(variable, value).hasLineCount(1);
    }
  }

  @Test
  void addressOfAnotherMachine_isOneLineThatNamesTheVariable() throws Exception {
    try (MisoProcess daemon = node(Map.of("MISO_GRPC_HOST", "192.0.2.77"))) {
      assertThat(daemon.awaitExit()).isEqualTo(1);
      assertThat(daemon.output())
          .startsWith("miso: MISO_GRPC_HOST '192.0.2.77' is no address of this machine")
          .hasLineCount(1);
    }
  }

  @Test
  void seedWhoseNameDoesNotResolve_isOneLine() {
    try (MisoProcess daemon = node(Map.of("MISO_SEEDS", "no-such-host.invalid:5001"))) {
      daemon.awaitOutput("seed no-such-host.invalid:5001 cannot be reached");
      assertThat(daemon.output().lines())
          .filteredOn(line -> line.contains("no-such-host"))
          .hasSize(1);
      assertThat(daemon.output().lines()).allMatch(line -> line.matches("[0-9-]+T[0-9:.]+\\S+ .*"));
    }
  }

  @Test
  void nodeToAskWhoseNameDoesNotResolve_isOneLine() throws Exception {
    try (MisoProcess status =
        MisoProcess.start(directory, Map.of(), "status", "--node", "no-such-host.invalid:5001")) {
      assertThat(status.awaitExit()).isEqualTo(1);
      assertThat(status.output())
          .startsWith("miso: no node answers at no-such-host.invalid:5001")
          .hasLineCount(1);
    }
  }

  /** Nobody is there, so the first look waits for answers until its window ends. */
  @Test
  void nodeThatLooksForPeers_isAliveAndNotReady() throws Exception {
    int port = freePort();
    Map<String, String> variables = Map.of(
        "MISO_MANAGEMENT_PORT", "" + port,
        "MISO_OVERLAY_DISCOVERY_NODE_TYPE", "mdns",
        "MISO_MIDDLEWARE_DISCOVERY_MDNS_SVC_NAME", "miso-" + port + ".local");
    try (MisoProcess daemon = node(variables)) {
      String address = "127.0.0.1:" + port;
      MisoProcess.await("not ready", () -> get(address, "/ready") == 500);
      assertThat(get(address, "/alive")).isEqualTo(200);
      MisoProcess.await("ready", () -> get(address, "/ready") == 200);
      daemon.terminate();
      assertThat(daemon.awaitExit()).isZero();
      assertThat(daemon.output()).doesNotContain("WARN");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
