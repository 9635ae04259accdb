package io.miso.node.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.node.TestNodes;
import io.miso.node.identity.Births;
import io.miso.node.identity.NodeClock;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome.Done;
import io.miso.node.operation.Update;
import io.miso.node.settings.NodeSettings;
import io.miso.node.state.CrdtHandle.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CrdtCopyCoreTest {
  private static final Duration COLLECT_AFTER = Duration.ofMinutes(1);
  private static final CrdtKey KEY =
      new CrdtKey(ObjectKey.defaultOf("f"), "counter", CrdtType.PNCOUNTER);
  private static final long INTERVAL_MS = 200;
  private static final NodeId ONE = TestNodes.id(2);
  private static final NodeId TWO = TestNodes.id(3);

  private final NodeSettings settings = TestNodes.settings("");
  private final ReplicationIntervals intervals = new ReplicationIntervals(settings);
  private final Performed performed = new Performed();

  @Test
  void changesThatKeepComing_areSentOncePerInterval() {
    CrdtCopy copy = copy(true);
    for (long now = 0; now < 10 * INTERVAL_MS; now++) {
      performed.passTo(now, copy);
      copy.apply(new Update.CounterAdd(1));
    }
    assertThat(performed.sentAtMs)
        .containsExactly(200L, 400L, 600L, 800L, 1000L, 1200L, 1400L, 1600L, 1800L);
  }

  @Test
  void firstChangeStartsTheInterval_andLaterOnesDoNotDelayItsEnd() {
    CrdtCopy copy = copy(true);
    performed.passTo(70, copy);
    copy.apply(new Update.CounterAdd(1));
    performed.passTo(269, copy);
    copy.apply(new Update.CounterAdd(2));
    assertThat(performed.sent).isEmpty();

    performed.passTo(1_000, copy);

    assertThat(performed.sentAtMs).containsExactly(270L);
    assertThat(performed.sent).containsExactly(performed.latest.state());
  }

  @Test
  void whatIsSent_isAsOldAsTheFirstChangeInIt() {
    CrdtCopy copy = copy(true);
    performed.passTo(70, copy);
    copy.apply(new Update.CounterAdd(1));
    performed.passTo(100, copy);
    copy.join(PNCounter.empty().add(new ReplicaId(9, 9, 1), 5).state());
    performed.passTo(269, copy);
    copy.apply(new Update.CounterAdd(2));
    performed.passTo(300, copy);
    copy.apply(new Update.CounterAdd(3));
    performed.passTo(350, copy);
    copy.flush();

    assertThat(performed.sentSinceMs).containsExactly(70L, 300L);
  }

  @Test
  void intervalOfZero_endsBehindTheOperationsThatWait() {
    intervals.set(KEY, Duration.ZERO);
    CrdtCopy copy = copy(true);
    copy.apply(new Update.CounterAdd(1));
    copy.apply(new Update.CounterAdd(2));
    assertThat(performed.started).containsExactly(Duration.ZERO);
    assertThat(performed.sent).isEmpty();

    copy.debounceElapsed();
    copy.apply(new Update.CounterAdd(3));

    assertThat(performed.sent).hasSize(1);
    assertThat(performed.started).hasSize(2);
  }

  @Test
  void intervalChanged_sendsWhatWaits_andTheNextChangeStartsTheNewOne() {
    CrdtCopy copy = copy(true);
    copy.apply(new Update.CounterAdd(1));
    intervals.set("f", Duration.ofSeconds(9));

    copy.intervalChanged();
    assertThat(performed.sent).hasSize(1);
    assertThat(performed.endMs).isNull();
    copy.apply(new Update.CounterAdd(1));

    assertThat(performed.started).containsExactly(Duration.ofMillis(200), Duration.ofSeconds(9));
  }

  @Test
  void intervalChanged_whileNothingWaits_sendsNothing() {
    CrdtCopy copy = copy(true);
    copy.intervalChanged();

    assertThat(performed.sent).isEmpty();
    assertThat(performed.started).isEmpty();
  }

  @Test
  void mostSpecificInterval_wins_andClearingItGivesWayToTheNext() {
    intervals.set("f", Duration.ofSeconds(2));
    intervals.set(KEY, Duration.ofSeconds(3));
    assertThat(intervals.of(KEY)).hasSeconds(3);
    intervals.set(KEY, null);
    assertThat(intervals.of(KEY)).hasSeconds(2);
    intervals.set("f", null);
    assertThat(intervals.of(KEY)).hasMillis(INTERVAL_MS);
  }

  @Test
  void unrestoredCopy_asksOnce_andIsReadyOnceRestored() {
    CrdtCopy copy = copy(false);
    assertThat(copy.ready()).isFalse();
    assertThat(copy.ready()).isFalse();
    copy.join(PNCounter.empty().add(new ReplicaId(9, 9, 1), 5).state());
    assertThat(copy.ready()).isFalse();
    assertThat(performed.asked).isEqualTo(1);

    copy.restored();

    assertThat(copy.ready()).isTrue();
    copy.unrestore();
    assertThat(copy.ready()).isFalse();
    assertThat(performed.asked).isEqualTo(2);
  }

  @Test
  void peerThatKnowsMoreOfTheOwnEvents_leadsToAFreshReplicaId() {
    CrdtCopy copy = copy(true);
    copy.apply(new Update.CounterAdd(1));
    ReplicaId first = performed.latest.replica();
    copy.join(PNCounter.empty().add(Objects.requireNonNull(first), 5).state());

    copy.apply(new Update.CounterAdd(1));

    assertThat(performed.impersonated).isEqualTo(1);
    assertThat(performed.latest.replica()).isNotEqualTo(first).isNotNull();
    assertThat(((PNCounter) performed.latest.state()).value()).isEqualTo(6);
  }

  /** Peers compare it with the time that they take for silences and rounds. */
  @Test
  void whenACopyIsQuiet_followsTheClockThatNeverJumps() {
    NodeClock set = new NodeClock() {
      @Override
      public long millis() {
        return 1_700_000_000_000L;
      }

      @Override
      public long steadyMillis() {
        return 50;
      }
    };
    copy(Published.empty(KEY.type(), true), set).apply(new Update.CounterAdd(1));

    assertThat(performed.latest.quietAtMs()).isEqualTo(50 + 2 * INTERVAL_MS);
  }

  @Test
  void copyThatGoesOnFromAPublishedState_sendsAllOfIt() {
    CrdtCopy before = copy(true);
    before.apply(new Update.CounterAdd(4));

    CrdtCopy after = copy(performed.latest);
    performed.passTo(INTERVAL_MS, after);

    assertThat(performed.sent).containsExactly(performed.latest.state());
    assertThat(((PNCounter) ((Done) after.read()).state()).value()).isEqualTo(4);
  }

  @Test
  void whatADeletionLeft_isDispensable_onceAllWhoHoldTheFunctionHaveIt_andItIsQuiet() {
    CrdtCopy copy = copy(true);
    copy.apply(new Update.CounterAdd(1));
    copy.apply(new Update.Delete());
    performed.passTo(INTERVAL_MS, copy);
    long version = performed.latest.version();
    copy.acknowledged(ONE, version);
    copy.acknowledged(TWO, version - 1);
    performed.passTo(COLLECT_AFTER.toMillis() + 2 * INTERVAL_MS, copy);
    assertThat(copy.isDispensable(wanted(ONE, TWO)))
        .as("one has an older version")
        .isFalse();
    assertThat(copy.isDispensable(wanted(ONE))).isTrue();

    copy.acknowledged(TWO, version);

    assertThat(copy.isDispensable(wanted(ONE, TWO))).isTrue();
    assertThat(copy.isDispensable(wanted())).isTrue();
  }

  @Test
  void whatADeletionLeft_isNotDispensable_beforeItIsQuiet() {
    CrdtCopy copy = copy(true);
    copy.apply(new Update.CounterAdd(1));
    copy.apply(new Update.Delete());
    assertThat(copy.isDispensable(wanted())).as("not even sent").isFalse();

    performed.passTo(COLLECT_AFTER.toMillis(), copy);

    assertThat(copy.isDispensable(wanted())).isFalse();
  }

  @Test
  void liveCopy_isDispensable_onlyWhereItIsNotWanted_andSomebodyWhoWantsItHasAllOfIt() {
    CrdtCopy copy = copy(true);
    copy.apply(new Update.CounterAdd(1));
    performed.passTo(COLLECT_AFTER.toMillis() * 2, copy);
    copy.acknowledged(ONE, performed.latest.version());
    Replication.Holders unwanted =
        new Replication.Holders(false, List.of(ONE, TWO), List.of(ONE, TWO));
    Replication.Holders heldByOthers =
        new Replication.Holders(false, List.of(TWO), List.of(ONE, TWO));

    assertThat(copy.isDispensable(wanted(ONE))).isFalse();
    assertThat(copy.isDispensable(heldByOthers)).isFalse();
    assertThat(copy.isDispensable(unwanted)).isTrue();
    copy.apply(new Update.CounterAdd(1));
    performed.passTo(COLLECT_AFTER.toMillis() * 3, copy);

    assertThat(copy.isDispensable(unwanted)).as("it changed since").isFalse();
  }

  private static Replication.Holders wanted(NodeId... peers) {
    return new Replication.Holders(true, List.of(peers), List.of(peers));
  }

  private CrdtCopy copy(boolean restored) {
    return copy(Published.empty(KEY.type(), restored));
  }

  private CrdtCopy copy(Published before) {
    return copy(before, () -> performed.nowMs);
  }

  private CrdtCopy copy(Published before, NodeClock clock) {
    CrdtCopy.Scope scope = new CrdtCopy.Scope(
        new Births(TestNodes.id(1))::next,
        () -> 1,
        new UpdateRules(settings.limits()),
        intervals,
        COLLECT_AFTER,
        clock);
    return new CrdtCopy(KEY, new NameSlot(), scope, before, performed);
  }

  /** What a copy asked for, and the timer it asked to start. */
  private static final class Performed implements CrdtCopy.Effects {
    private final List<Crdt<?>> sent = new ArrayList<>();
    private final List<Long> sentAtMs = new ArrayList<>();
    private final List<Long> sentSinceMs = new ArrayList<>();
    private final List<Duration> started = new ArrayList<>();
    private Published latest = Published.empty(KEY.type(), false);
    private long nowMs;
    private @Nullable Long endMs;
    private int asked;
    private int impersonated;

    void passTo(long ms, CrdtCopy copy) {
      Long end = endMs;
      if (end != null && end <= ms) {
        nowMs = end;
        endMs = null;
        copy.debounceElapsed();
      }
      nowMs = ms;
    }

    @Override
    public void publish(Published next) {
      latest = next;
    }

    @Override
    public void held() {}

    @Override
    public void send(Crdt<?> delta, long sinceMs) {
      sent.add(delta);
      sentAtMs.add(nowMs);
      sentSinceMs.add(sinceMs);
    }

    @Override
    public void startDebounce(Duration interval) {
      started.add(interval);
      endMs = nowMs + interval.toMillis();
    }

    @Override
    public void stopDebounce() {
      endMs = null;
    }

    @Override
    public void askPeers() {
      asked++;
    }

    @Override
    public void conflict(List<CrdtType> types) {}

    @Override
    public void impersonated() {
      impersonated++;
    }
  }
}
