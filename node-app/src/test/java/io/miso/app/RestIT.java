package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.app.process.Condition;
import io.miso.app.process.Stopwatch;
import io.miso.sdk.StatefulObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nodes send each other when nobody changes anything. */
@Tag("system")
@Timeout(180)
final class RestIT {
  private static final int NODES = 3;
  private static final int CRDTS = 10_000;
  private static final int AT_ONCE = 100;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long BYTES = 20_000;

  @TempDir
  private Path directory;

  @Test
  void tenThousandCrdtsThatNobodyChanges_costLessThan20KilobytesPerPeerDirectionAndMinute() {
    try (Lab lab = Lab.build(NODES, directory)) {
      lab.startDaemons(Map.of());
      List<Machine> machines = lab.machines();
      machines.forEach(
          machine -> MisoProcess.await("all others reached", () -> machine.reaches(NODES - 1)));
      List<LabFunction> instances =
          machines.stream().map(machine -> machine.function("rest")).toList();
      LabFunction.acquaint(instances);
      instances.get(0).perform(RestIT::create);
      instances.get(0).sync(NODES - 1);
      assertThat(machines)
          .allSatisfy(
              machine -> assertThat(machine.status().getFunctions(0).getCrdts()).isEqualTo(CRDTS));

      Map<String, Bridge.Passed> before = passedPerDirection(lab);
      Stopwatch watch = Stopwatch.start();
      assertThat(
              Condition.await(MINUTE.multipliedBy(2), () -> watch.elapsed().compareTo(MINUTE) >= 0))
          .isTrue();
      Map<String, Bridge.Passed> after = passedPerDirection(lab);

      Map<String, Bridge.Passed> inAMinute = new TreeMap<>();
      after.forEach((way, passed) ->
          inAMinute.put(way, passed.minus(before.getOrDefault(way, Bridge.Passed.NOTHING))));
      System.out.println("at rest, in a minute: " + inAMinute);
      assertThat(inAMinute.values())
          .hasSize(NODES * (NODES - 1))
          .allSatisfy(passed -> assertThat(passed.payloadBytes()).isPositive().isLessThan(BYTES));
    }
  }

  private static void create(StatefulObject object) {
    for (int i = 0; i < CRDTS; i += AT_ONCE) {
      CompletableFuture.allOf(IntStream.range(i, i + AT_ONCE)
              .mapToObj(number ->
                  object.getPNCounter("counter-" + number).addAsync(1).toCompletableFuture())
              .toArray(CompletableFuture[]::new))
          .join();
    }
  }

  /** TCP payload, which is more than what gRPC counts: frame headers, pings and window updates of HTTP/2 are in it. */
  private static Map<String, Bridge.Passed> passedPerDirection(Lab lab) {
    Map<String, Bridge.Passed> passed = new TreeMap<>();
    for (Machine from : lab.machines()) {
      for (Machine to : lab.machines()) {
        if (from != to) {
          passed.put(from.node() + " to " + to.node(), lab.bridge().passed(from, to));
        }
      }
    }
    return passed;
  }
}
