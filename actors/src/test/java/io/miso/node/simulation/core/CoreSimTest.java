package io.miso.node.simulation.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.TestNodes;
import io.miso.node.settings.NodeSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The cores under random faults, one run for each seed. {@code -Dmiso.cases=N} runs that many, {@code -Dmiso.seed=N} one of them; a failure
 * tells the last {@code -Dmiso.trace=N} events before it.
 */
final class CoreSimTest {
  private static final int CASES = Integer.getInteger("miso.cases", 1000);

  /** In fewer, something may be missing by chance. */
  private static final int CASES_THAT_MEET_EVERYTHING = 500;

  /** A mistake has to be seen in so many runs, whatever the number of cases. */
  private static final int CASES_FOR_A_MISTAKE = 300;

  /** Nothing but resends to rely on. */
  private static final int CASES_WITHOUT_REPAIR = 100;

  /** So that windows are full, deltas outgrow what may wait, intervals are short and long, and functions are kept. */
  private static final List<NodeSettings> SETTINGS = List.of(
      TestNodes.settings(""),
      TestNodes.settings("replication { window = 1, batch-bytes = 200, pending-bytes = 300 }"),
      TestNodes.settings("functions { min-copies = 3, away-after = 3 s, check-interval = 1 s }"),
      TestNodes.settings(
          "functions.drop-after = 1 s, replication { collect-after = 20 s, repair-interval = 2 s }"),
      TestNodes.settings("replication { interval = 0, window = 2, pending-bytes = 1000 }"),
      TestNodes.settings("replication.interval = 1 s, limits.stashed-operations = 2"));

  @Test
  void whateverGoesWrong_nothingAcknowledgedIsLost_andAllAgreeInTheEnd() {
    Long only = Long.getLong("miso.seed");
    if (only != null) {
      run(only, CoreVariant.SOUND);
      return;
    }
    RunReport report = new RunReport();
    for (long seed = 0; seed < CASES; seed++) {
      report.add(run(seed, CoreVariant.SOUND));
    }
    System.out.println("core simulation: " + report);
    if (CASES >= CASES_THAT_MEET_EVERYTHING) {
      assertMetEverything(report);
    }
  }

  @Test
  void deltasAndTheirResends_bringEverything_whereNothingIsRepaired() {
    for (long seed = 0; seed < CASES_WITHOUT_REPAIR; seed++) {
      run(seed, new BrokenCores.WithoutRepair());
    }
  }

  @Test
  void coreThatDoesNotSendAgain_whatWasUnacknowledged_isCaught() {
    assertThat(firstCaught(new BrokenCores.LostResend())).contains("long after all was put right");
  }

  @Test
  void coreThatGoesOnWithoutARestore_isCaught() {
    assertThat(firstCaught(new BrokenCores.MissingRestore()))
        .contains("went on without what holders have");
  }

  @Test
  void coreThatReusesAReplicaId_isCaught() {
    assertThat(firstCaught(new BrokenCores.ReusedReplicaId()))
        .contains("under a replica id that another copy wrote under");
  }

  @Test
  void oneSeed_isOneRun() {
    assertThat(run(7, CoreVariant.SOUND)).hasToString(run(7, CoreVariant.SOUND).toString());
  }

  private static void assertMetEverything(RunReport report) {
    for (FaultKind kind : FaultKind.values()) {
      assertThat(report.faults(kind)).as("faults of kind %s", kind).isPositive();
    }
    assertThat(report.dropped).as("copies dropped").isPositive();
    assertThat(report.restoresChecked).as("restores checked").isPositive();
    assertThat(report.syncsChecked).as("syncs checked").isPositive();
    assertThat(report.valuesChecked).as("values checked").isPositive();
  }

  private static String firstCaught(CoreVariant mistake) {
    for (long seed = 0; seed < CASES_FOR_A_MISTAKE; seed++) {
      try {
        new CoreRun(seed, settings(seed), mistake, false).run();
      } catch (Violation caught) {
        return String.valueOf(caught.getMessage());
      }
    }
    return "nothing";
  }

  private static RunReport run(long seed, CoreVariant variant) {
    try {
      return new CoreRun(seed, settings(seed), variant, false).run();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(explained(seed, variant), failure);
    }
  }

  /** Runs the seed once more, and tells what happened before it failed. */
  private static String explained(long seed, CoreVariant variant) {
    CoreRun again = new CoreRun(seed, settings(seed), variant, true);
    String end = "does not fail again: the simulator is not deterministic";
    try {
      again.run();
    } catch (RuntimeException | AssertionError failure) {
      end = "ends with " + failure;
    }
    return "seed " + seed + " fails; replay with: mvn -pl actors -am test -Dtest=CoreSimTest"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dmiso.seed=" + seed + "\n" + again.trace()
        + "\n" + end;
  }

  private static NodeSettings settings(long seed) {
    return SETTINGS.get((int) (seed % SETTINGS.size()));
  }
}
