package io.miso.app;

import io.miso.app.daemon.LogOutput;
import io.miso.app.process.Stopwatch;
import io.miso.sdk.Miso;
import io.miso.sdk.PNCounter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A JVM that adds to one counter through each of some daemons, and measures from the last addition until all of them show the sum.
 * Arguments: their hosts. Prints {@code slowest of 5 rounds: 123 ms}.
 */
final class SegmentClient {
  private static final int ROUNDS = 5;

  private SegmentClient() {}

  public static void main(String[] hosts) {
    LogOutput.forCommands();
    List<Miso> instances = Arrays.stream(hosts).map(SegmentClient::open).toList();
    DaemonCluster.acquaint(instances);
    List<PNCounter> counters = instances.stream()
        .map(miso -> miso.statefulObject().getPNCounter("sum"))
        .toList();
    // The first round loads the classes of all that takes part.
    convergenceMs(counters, 1);
    long slowest = 0;
    for (int round = 2; round < 2 + ROUNDS; round++) {
      slowest = Math.max(slowest, convergenceMs(counters, round));
    }
    System.out.println("slowest of " + ROUNDS + " rounds: " + slowest + " ms");
    instances.forEach(Miso::close);
  }

  private static long convergenceMs(List<PNCounter> counters, int round) {
    counters.forEach(counter -> counter.add(1));
    Stopwatch sinceTheLastWrite = Stopwatch.start();
    long sum = (long) round * counters.size();
    MisoProcess.await(
        "the sum " + sum + " on every node",
        () -> counters.stream().allMatch(counter -> counter.getValue() == sum));
    return sinceTheLastWrite.elapsed().toMillis();
  }

  private static Miso open(String host) {
    return Miso.builder()
        .environment(Map.of())
        .host(host)
        .function("segment")
        .replicaId("instance")
        .connect();
  }
}
