package io.miso.bench.scaling;

import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.ConfigFactory;
import io.miso.crdt.CrdtType;
import io.miso.crdt.PNCounter;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.node.MisoNode;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Update;
import io.miso.node.settings.NodeSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Clusters of growing size, all nodes in this process with real connections over loopback: how long they take to form and to converge, and
 * what they cost when nothing happens. Bytes are those of the loopback interface, headers of TCP and IP included; nothing else may use it.
 */
public final class ScalingBenchmark {
  private static final CrdtKey COUNTER =
      new CrdtKey(ObjectKey.defaultOf("f"), "counter", CrdtType.PNCOUNTER);
  /** Of the network namespace of this process. */
  private static final Path INTERFACES = Path.of("/proc/net/dev");

  /** Columns after the name; what came in stands in the first eight. */
  private static final int SENT = 8;

  private static final Pattern SPACES = Pattern.compile(" +");

  private static final long REST_SECONDS = 30;

  private ScalingBenchmark() {}

  /**
   * Runs it.
   *
   * @param args the sizes, smallest first; 5, 10 and 20 where there are none
   */
  public static void main(String[] args) throws Exception {
    List<Integer> sizes = new ArrayList<>();
    for (String size : args) {
      sizes.add(Integer.parseInt(size));
    }
    System.out.println(
        "nodes  form, s  converge, ms  at rest: bytes/s per node  per pair and direction  CPU per node, %");
    for (int size : sizes.isEmpty() ? List.of(5, 10, 20) : sizes) {
      measure(size);
    }
  }

  private static void measure(int size) throws Exception {
    List<MisoNode> nodes = new ArrayList<>();
    try {
      long began = System.nanoTime();
      nodes.add(node(""));
      String seed = nodes.get(0).host() + ":" + nodes.get(0).port();
      while (nodes.size() < size) {
        nodes.add(node(seed));
      }
      for (MisoNode node : nodes) {
        add(node);
      }
      await(() -> allReach(nodes, size - 1) && allShow(nodes, size));
      double formed = (System.nanoTime() - began) / 1e9;

      long wrote = System.nanoTime();
      for (MisoNode node : nodes) {
        add(node);
      }
      await(() -> allShow(nodes, 2L * size));
      double converged = (System.nanoTime() - wrote) / 1e6;

      TimeUnit.SECONDS.sleep(5);
      long bytes = sent();
      long cpu = cpu();
      TimeUnit.SECONDS.sleep(REST_SECONDS);
      double perNode = (double) (sent() - bytes) / REST_SECONDS / size;
      double percent = (cpu() - cpu) / 1e7 / REST_SECONDS / size;
      System.out.printf(
          Locale.ROOT,
          "%5d  %7.1f  %12.0f  %25.0f  %22.0f  %15.2f%n",
          size,
          formed,
          converged,
          perNode,
          perNode / (size - 1),
          percent);
    } finally {
      nodes.parallelStream().forEach(MisoNode::close);
    }
  }

  private static MisoNode node(String seed) {
    String seeds = seed.isEmpty() ? "" : "\"" + seed + "\"";
    return MisoNode.start(NodeSettings.from(ConfigFactory.parseString(
            "miso { grpc.port = 0, discovery { methods = [config], seeds = [" + seeds + "] } }")
        .withFallback(ConfigFactory.load())
        .resolve()));
  }

  private static void add(MisoNode node) throws Exception {
    if (!(node.operations()
            .update(COUNTER, new Update.CounterAdd(1))
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS)
        instanceof Outcome.Done)) {
      throw new IllegalStateException("an addition was refused");
    }
  }

  private static boolean allShow(List<MisoNode> nodes, long value) throws Exception {
    for (MisoNode node : nodes) {
      Outcome outcome =
          node.operations().read(COUNTER).toCompletableFuture().get(60, TimeUnit.SECONDS);
      if (((PNCounter) ((Outcome.Done) outcome).state()).value() != value) {
        return false;
      }
    }
    return true;
  }

  private static boolean allReach(List<MisoNode> nodes, int peers) throws Exception {
    for (MisoNode node : nodes) {
      long reachable = node
          .operations()
          .status()
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS)
          .getPeersList()
          .stream()
          .map(PeerStatus::getReachability)
          .filter(Reachability.REACHABLE::equals)
          .count();
      if (reachable != peers) {
        return false;
      }
    }
    return true;
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static long sent() throws IOException {
    for (String line : Files.readAllLines(INTERFACES)) {
      String[] nameAndCounters = line.strip().split(":", 2);
      if (nameAndCounters[0].equals("lo")) {
        return SPACES
            .splitAsStream(nameAndCounters[1].strip())
            .skip(SENT)
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElseThrow();
      }
    }
    throw new IllegalStateException("no loopback interface in " + INTERFACES);
  }

  /** In nanoseconds, of this process. */
  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
