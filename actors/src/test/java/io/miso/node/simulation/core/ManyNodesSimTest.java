package io.miso.node.simulation.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.TestNodes;
import io.miso.node.settings.NodeSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Large clusters of cores: whether they form and stay, and what that costs. */
final class ManyNodesSimTest {
  private static final NodeSettings SETTINGS = TestNodes.settings("");
  private static final long REST_MS = 30_000;

  @Test
  void fiftyNodes_formAndConverge_andStayStable() {
    CoreRun run = new CoreRun(new Random(1), 50, SETTINGS, CoreVariant.SOUND, false);
    run.calm();

    assertThat(run.streams()).isEqualTo(50 * 49 / 2);
    assertThat(run.within(REST_MS).batches).isZero();
    assertThat(run.streams()).isEqualTo(50 * 49 / 2);
  }

  @Test
  void whatANodeSendsAtRest_growsNoFasterThanTheNumberOfItsPeers() {
    double few = bytesPerPeerAtRest(10);
    double many = bytesPerPeerAtRest(40);

    assertThat(many).isLessThan(1.2 * few);
  }

  private static double bytesPerPeerAtRest(int nodes) {
    CoreRun run = new CoreRun(new Random(1), nodes, SETTINGS, CoreVariant.SOUND, false);
    run.calm();
    return (double) run.within(REST_MS).bytes / nodes / (nodes - 1);
  }
}
