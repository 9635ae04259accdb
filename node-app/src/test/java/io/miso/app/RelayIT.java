package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.app.process.Condition;
import io.miso.sdk.StatefulObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that never reach each other, and one that reaches both. */
@Tag("system")
@Timeout(120)
final class RelayIT {
  /** Of repairs, ten seconds each with some jitter. */
  private static final Duration TWO_ROUNDS = Duration.ofSeconds(25);

  @TempDir
  private Path directory;

  @Test
  void updatesOfANodeThatIsOutOfReach_comeWithinTwoRoundsThroughOneThatBothReach() {
    try (Lab lab = Lab.build(3, directory)) {
      Machine left = lab.machine(1);
      Machine middle = lab.machine(2);
      Machine right = lab.machine(3);
      lab.bridge().cut(left, right);
      lab.startDaemons(Map.of());
      MisoProcess.await("the middle reaches both", () -> middle.reaches(2));
      List<LabFunction> instances =
          lab.machines().stream().map(machine -> machine.function("relay")).toList();
      instances.forEach(instance -> instance.use(StatefulObject::registerServerlessFunction));
      // What is new to nobody is not asked for any more.
      instances.forEach(instance -> assertThat(sum(instance)).isZero());

      instances.get(0).use(object -> object.getPNCounter("sum").add(7));

      MisoProcess.await("the middle has it", () -> sum(instances.get(1)) == 7);
      assertThat(Condition.await(TWO_ROUNDS, () -> sum(instances.get(2)) == 7)).isTrue();
      assertThat(left.reaches(1) && right.reaches(1)).as("they are still apart").isTrue();
    }
  }

  private static long sum(LabFunction instance) {
    return instance.use(object -> object.getPNCounter("sum").getValue());
  }
}
