package io.miso.node.mdns;

import static io.miso.node.mdns.TestSettings.CLUSTER;
import static io.miso.node.mdns.TestSettings.NODE_A;
import static io.miso.node.mdns.TestSettings.NODE_B;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JVMs in two network namespaces that share one Ethernet segment. Needs root and iproute2. */
@Tag("system")
@Timeout(180)
class MdnsSegmentSystemTest {
  private static final String SERVICE = "miso-segment-test.local";
  private static final String WILDCARD = "0.0.0.0";
  private static final String NODE_C = "c".repeat(32);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String left = "miso-mdns-l" + ProcessHandle.current().pid();
  private final String right = "miso-mdns-r" + ProcessHandle.current().pid();
  private final List<Probe> probes = new ArrayList<>();

  @BeforeEach
  void joinTwoNamespaces() throws Exception {
    ip("netns", "add", left);
    ip("netns", "add", right);
    ip("-n", left, "link", "add", "lan0", "type", "veth", "peer", "name", "lan0", "netns", right);
    up(left, "lan0", "10.77.0.1/24", "fd77::1/64");
    up(right, "lan0", "10.77.0.2/24", "fd77::2/64");
  }

  @AfterEach
  void removeEverything() throws Exception {
    for (Probe probe : probes) {
      probe.kill();
    }
    run(List.of("ip", "netns", "delete", left));
    run(List.of("ip", "netns", "delete", right));
  }

  @Test
  void nodesOnOneSegment_findEachOther_andAGoodbyeIsHeard() throws Exception {
    Probe a = probe(left, NODE_A, CLUSTER, "10.77.0.1", 5001);
    Probe b = probe(right, NODE_B, CLUSTER, "10.77.0.2", 5001);
    Probe stranger = probe(right, NODE_C, "other", "10.77.0.2", 5002);

    a.awaits(NODE_B + "@10.77.0.2:5001");
    b.awaits(NODE_A + "@10.77.0.1:5001");
    b.leave();
    a.awaits();
    assertThat(stranger.everSaw()).isEmpty();
  }

  @Test
  void wildcard_showsTheAddressesOfBothFamilies() throws Exception {
    Probe a = probe(left, NODE_A, CLUSTER, WILDCARD, 5001);
    probe(right, NODE_B, CLUSTER, WILDCARD, 5001);

    a.awaits(NODE_B + "@10.77.0.2,fd77:0:0:0:0:0:0:2:5001");
  }

  @Test
  void nodesOfOneHostAndOneInterface_findEachOtherToo() throws Exception {
    Probe a = probe(left, NODE_A, CLUSTER, "10.77.0.1", 5001);
    Probe b = probe(left, NODE_B, CLUSTER, "10.77.0.1", 5002);
    Probe c = probe(right, NODE_C, CLUSTER, WILDCARD, 5001);

    c.awaits(NODE_A + "@10.77.0.1:5001", NODE_B + "@10.77.0.1:5002");
    a.awaits(NODE_B + "@10.77.0.1:5002", NODE_C + "@10.77.0.2:5001");
    b.awaits(NODE_A + "@10.77.0.1:5001", NODE_C + "@10.77.0.2:5001");
  }

  @Test
  void nodeOnTwoSegments_isFoundOnBoth_atTheAddressOfEach() throws Exception {
    String third = "miso-mdns-t" + ProcessHandle.current().pid();
    ip("netns", "add", third);
    try {
      ip("-n", left, "link", "add", "lan1", "type", "veth", "peer", "name", "lan0", "netns", third);
      up(left, "lan1", "10.78.0.1/24", "fd78::1/64");
      up(third, "lan0", "10.78.0.3/24", "fd78::3/64");
      Probe a = probe(left, NODE_A, CLUSTER, WILDCARD, 5001);
      Probe b = probe(right, NODE_B, CLUSTER, "10.77.0.2", 5001);
      Probe c = probe(third, NODE_C, CLUSTER, "10.78.0.3", 5001);

      a.awaits(NODE_B + "@10.77.0.2:5001", NODE_C + "@10.78.0.3:5001");
      b.awaits(NODE_A + "@10.77.0.1:5001");
      c.awaits(NODE_A + "@10.78.0.1:5001");
    } finally {
      run(List.of("ip", "netns", "delete", third));
    }
  }

  @Test
  void interfaceThatComesUpLater_isUsed() throws Exception {
    ip("-n", left, "link", "set", "lan0", "down");
    Probe a = probe(left, NODE_A, CLUSTER, WILDCARD, 5001);
    Probe b = probe(right, NODE_B, CLUSTER, "10.77.0.2", 5001);
    a.saysSomethingWith("no interface that can do multicast");

    ip("-n", left, "link", "set", "lan0", "up");
    a.awaits(NODE_B + "@10.77.0.2:5001");
    b.awaits(NODE_A + "@10.77.0.1:5001");
  }

  private static void up(String namespace, String link, String four, String six) throws Exception {
    ip("-n", namespace, "link", "set", "lo", "up");
    ip("-n", namespace, "address", "add", four, "dev", link);
    ip("-n", namespace, "address", "add", six, "dev", link, "nodad");
    ip("-n", namespace, "link", "set", link, "up");
  }

  private Probe probe(String namespace, String nodeId, String cluster, String bind, int port)
      throws IOException {
    Probe probe = new Probe(namespace, nodeId, cluster, bind, port);
    probes.add(probe);
    return probe;
  }

  private static void ip(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    assertThat(run(command)).as(String.join(" ", command)).isZero();
  }

  private static int run(List<String> command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** A child JVM and what it prints. */
  private static final class Probe {
    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> history = new ArrayList<>();

    Probe(String namespace, String nodeId, String cluster, String bind, int port)
        throws IOException {
      name = nodeId.substring(0, 1) + " in " + namespace;
      ProcessBuilder builder = new ProcessBuilder(
          "ip",
          "netns",
          "exec",
          namespace,
          ProcessHandle.current().info().command().orElse("java"),
          "-Xmx64m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          MdnsProbe.class.getName(),
          SERVICE,
          nodeId,
          cluster,
          bind,
          Integer.toString(port));
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      builder.redirectErrorStream(true);
      process = builder.start();
      Background.thread("output of " + name, this::read).start();
    }

    private void read() {
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        output.lines().forEach(lines::add);
      } catch (IOException | UncheckedIOException e) {
        lines.add("output ended: " + e.getMessage());
      }
    }

    /** Waits until it sees exactly these peers, order aside. */
    void awaits(String... peers) throws InterruptedException {
      Set<String> expected = new TreeSet<>(List.of(peers));
      String line = history.isEmpty() ? "" : history.get(history.size() - 1);
      while (!(line.startsWith(MdnsProbe.FOUND) && peers(line).equals(expected))) {
        line = nextLine("sees " + expected);
      }
    }

    void saysSomethingWith(String text) throws InterruptedException {
      while (!nextLine("says '" + text + "'").contains(text)) {
        // The next line may.
      }
    }

    /** Those of any line that was read, or is there to be read. */
    Set<String> everSaw() {
      lines.drainTo(history);
      Set<String> all = new TreeSet<>();
      history.stream()
          .filter(line -> line.startsWith(MdnsProbe.FOUND))
          .map(Probe::peers)
          .forEach(all::addAll);
      return all;
    }

    void leave() throws IOException {
      process.getOutputStream().close();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    private String nextLine(String expectation) throws InterruptedException {
      String line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(line).as("%s %s; it printed %s", name, expectation, history).isNotNull();
      String read = line == null ? "" : line;
      history.add(read);
      return read;
    }

    private static Set<String> peers(String line) {
      Set<String> peers =
          new TreeSet<>(List.of(line.substring(MdnsProbe.FOUND.length()).split(" ", -1)));
      peers.remove("");
      return peers;
    }
  }
}
