package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Daemons in network namespaces on one bridge, which find each other by mDNS alone. Needs root and iproute2. */
@Tag("system")
@Timeout(180)
final class SegmentIT {
  private static final int NODES = 3;

  /** Two intervals and 200 ms for the way, twice: machines are shared. */
  private static final Duration LIMIT = Duration.ofMillis(2 * (2 * 200 + 200));

  /** The bridge and who measures; the nodes are beside it, so that nothing of this reaches the network of the machine. */
  private final String lan = "miso-lan-" + ProcessHandle.current().pid();

  private final List<MisoProcess> daemons = new ArrayList<>();

  @TempDir
  private Path directory;

  @BeforeEach
  void buildTheSegment() throws Exception {
    ip("netns", "add", lan);
    ip("-n", lan, "link", "add", "bridge", "type", "bridge");
    ip("-n", lan, "address", "add", "10.79.0.254/24", "dev", "bridge");
    ip("-n", lan, "link", "set", "bridge", "up");
    for (int i = 1; i <= NODES; i++) {
      String port = "port" + i;
      ip("netns", "add", node(i));
      ip("-n", lan, "link", "add", port, "type", "veth", "peer", "name", "lan0", "netns", node(i));
      ip("-n", lan, "link", "set", port, "master", "bridge", "up");
      ip("-n", node(i), "link", "set", "lo", "up");
      ip("-n", node(i), "address", "add", host(i) + "/24", "dev", "lan0");
      ip("-n", node(i), "link", "set", "lan0", "up");
    }
  }

  @AfterEach
  void removeEverything() throws Exception {
    daemons.forEach(MisoProcess::close);
    for (int i = 1; i <= NODES; i++) {
      run(List.of("ip", "netns", "delete", node(i)));
    }
    run(List.of("ip", "netns", "delete", lan));
  }

  @Test
  void daemonsThatKnowNoAddress_showTheSumOnAllWithinTwoIntervals() throws Exception {
    for (int i = 1; i <= NODES; i++) {
      daemons.add(daemon(i));
    }
    daemons.forEach(daemon -> daemon.awaitOutput("is ready"));
    String[] hosts = IntStream.rangeClosed(1, NODES).mapToObj(this::host).toArray(String[]::new);

    try (MisoProcess client = MisoProcess.start(
        List.of("ip", "netns", "exec", lan), SegmentClient.class, directory, Map.of(), hosts)) {
      assertThat(client.awaitExit()).as(client.output()).isZero();
      Matcher slowest = client.awaitOutput("slowest of .*: (\\d+) ms");
      System.out.println("the sum of " + NODES + " nodes, " + slowest.group());
      assertThat(Duration.ofMillis(Long.parseLong(slowest.group(1)))).isLessThanOrEqualTo(LIMIT);
    }
  }

  private MisoProcess daemon(int i) {
    Map<String, String> variables = Map.of(
        "MISO_NODE_NAME", "node-" + i,
        "MISO_GRPC_HOST", host(i),
        "MISO_MANAGEMENT_PORT", "0",
        "MISO_OVERLAY_DISCOVERY_NODE_TYPE", "mdns",
        "MISO_MIDDLEWARE_DISCOVERY_MDNS_SVC_NAME", "miso-lan-test.local");
    return MisoProcess.start(
        List.of("ip", "netns", "exec", node(i)), Main.class, directory, variables, "node");
  }

  private String node(int i) {
    return lan + "-" + i;
  }

  private String host(int i) {
    return "10.79.0." + i;
  }

  private static void ip(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    assertThat(run(command)).as(String.join(" ", command)).isZero();
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
