package io.miso.node.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.ExpectedLog;
import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FunctionRowsCoreTest {
  private static final NodeId SELF = TestNodes.id(1);
  private static final NodeId PEER = TestNodes.id(2);
  private static final NodeId THIRD = TestNodes.id(3);
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private final NodeSettings settings = TestNodes.settings("functions.min-copies = 2");
  private final long checkMs = settings.functions().checkInterval().toMillis();
  private final OwnRow own = new OwnRow(SELF, 1, 10);
  private final Recorded effects = new Recorded();
  private final FunctionRows rows = new FunctionRows(SELF, settings, own, effects.effects(), 0);
  private long nowMs;

  @Test
  void functionOfTheOnlyOther_isKeptHere_untilThatOneDoesNotCountAnyMore() {
    rows.heard(KnownRows.table(KnownRows.row(PEER, 1, "f", true)), 0);
    assertThat(effects.view.wantedBy(SELF)).containsExactly("f");
    assertThat(effects.view.runBy(SELF)).isEmpty();
    assertThat(lastPublished().getFunctions(0).getKeeps()).isTrue();

    rows.gone(PEER, 0);

    assertThat(effects.view.wantedBy(SELF)).as("there is nobody to get it from").isEmpty();
  }

  @Test
  void runnerThatIsAwayForAMinute_isNoCopy_untilItIsHeardOf() {
    own.used("f");
    rows.ownChanged(0);
    rows.heard(
        KnownRows.table(KnownRows.row(PEER, 1, "f", true), KnownRows.row(THIRD, 1, "f", true)), 0);
    own.expire("f");
    rows.ownChanged(0);
    own.held("f");
    rows.ownChanged(0);
    assertThat(effects.view.wantedBy(SELF)).as("two others run it").isEmpty();

    passes(settings.functions().checkInterval());
    passes(Duration.ofSeconds(55));
    assertThat(effects.view.wantedBy(SELF)).isEmpty();
    passes(Duration.ofSeconds(5));
    assertThat(effects.view.wantedBy(SELF)).containsExactly("f");

    rows.alive(PEER);
    rows.passed(nowMs);
    assertThat(effects.view.wantedBy(SELF)).isEmpty();
  }

  @Test
  void nodeThatSlept_orWhoseClockJumped_forgetsNobody() {
    rows.heard(KnownRows.table(KnownRows.row(PEER, 1, "f", true)), 0);
    rows.alive(THIRD);

    rows.passed(100 * DAY_MS);
    rows.alive(THIRD);
    rows.passed(-100 * DAY_MS);

    assertThat(effects.view.gone()).isEmpty();
  }

  @Test
  void row_isWrittenAnewNowAndThen_thoughNothingChanges() {
    FunctionRow first = lastPublished();

    rows.passed(2 * DAY_MS);
    assertThat(lastPublished()).isEqualTo(first);
    rows.passed(3 * DAY_MS);

    assertThat(lastPublished()).isEqualTo(first.toBuilder().setVersion(2).build());
  }

  @Test
  void nodeThatIsGone_isDroppedWhereNothingIsHeardOfIt_andNotWhileItIsConnected() {
    rows.heard(
        KnownRows.table(KnownRows.row(PEER, 1, "f", true), KnownRows.row(THIRD, 1, "f", true)), 0);
    passes(Duration.ofSeconds(10));

    rows.heard(KnownRows.gone(THIRD, 5), 0);
    rows.heard(KnownRows.gone(PEER, 5), 0);

    assertThat(effects.gone).containsExactly(PEER);
  }

  @Test
  void nodeThatIsForgotten_keepsNothing() throws Exception {
    rows.heard(KnownRows.table(KnownRows.row(PEER, 1, "f", true)), 0);
    ExpectedLog.of(() -> rows.heard(KnownRows.gone(SELF, 5), 0), "the other nodes forgot this one");

    assertThat(effects.view.wantedBy(SELF)).isEmpty();
    assertThat(effects.forgotten).isEqualTo(1);
  }

  /** The third node is heard all the time, the peer is not. */
  private void passes(Duration duration) {
    for (long endMs = nowMs + duration.toMillis(); nowMs < endMs; ) {
      nowMs += checkMs;
      rows.alive(THIRD);
      rows.passed(nowMs);
    }
  }

  private FunctionRow lastPublished() {
    return effects.published.get(effects.published.size() - 1);
  }

  private static final class Recorded {
    FunctionView view = FunctionView.empty(SELF);
    final List<FunctionRow> published = new ArrayList<>();
    final List<NodeId> gone = new ArrayList<>();
    int forgotten;

    FunctionRows.Effects effects() {
      return new FunctionRows.Effects(
          latest -> view = latest, published::add, gone::add, () -> forgotten++);
    }
  }
}
