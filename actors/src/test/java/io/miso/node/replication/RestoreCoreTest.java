package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RestoreCoreTest {
  private static final List<NodeId> HOLDERS = List.of(TestNodes.id(2), TestNodes.id(3));

  private final List<String> effects = new ArrayList<>();
  private final Restore restore = new Restore(Duration.ofMillis(500), new Restore.Effects() {
    @Override
    public void startDeadline(Duration timeout) {
      effects.add("deadline " + timeout.toMillis());
    }

    @Override
    public void ask(NodeId holder) {
      effects.add("ask " + holder.low());
    }

    @Override
    public void proceed() {
      effects.add("proceed");
    }
  });

  @Test
  void allHolders_areAskedAtOnce() {
    restore.begin(HOLDERS);
    assertThat(effects).containsExactly("deadline 500", "ask 2", "ask 3");
  }

  @Test
  void nobodyToAsk_endsIt() {
    restore.begin(List.of());
    assertThat(effects).containsExactly("proceed");
  }

  @Test
  void firstFullState_endsIt_once() {
    restore.begin(HOLDERS);
    restore.answered(true);
    restore.answered(true);
    restore.deadlinePassed();
    assertThat(effects).containsOnlyOnce("proceed");
  }

  @Test
  void answerWithoutAFullState_endsIt_onlyAsTheLast() {
    restore.begin(HOLDERS);
    restore.answered(false);
    assertThat(restore.isOver()).isFalse();
    restore.answered(false);
    assertThat(effects).endsWith("proceed");
  }

  @Test
  void deadline_endsIt() {
    restore.begin(HOLDERS);
    restore.answered(false);
    restore.deadlinePassed();
    assertThat(effects).endsWith("proceed");
  }
}
