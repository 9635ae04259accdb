package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.grpc.replication.v1.DigestRange;
import io.miso.grpc.replication.v1.Digests;
import io.miso.node.SeededCases;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ReconciliationCoreTest {
  private static final ReplicaId REPLICA = new ReplicaId(9, 9, 1);

  private final Side mine = new Side();
  private final Side theirs = new Side();

  @Test
  void equalCopies_costAFewBytes_andAreKnownAsSuchOnBothSides() {
    for (int i = 0; i < 10_000; i++) {
      mine.put(i, 1);
      theirs.put(i, 1);
    }

    long bytes = round(mine, theirs);

    assertThat(bytes).isLessThan(100);
    assertThat(mine.view.same).hasSize(10_000);
    assertThat(theirs.view.same).hasSize(10_000);
    assertThat(mine.view.repaired).isEmpty();
    assertThat(theirs.view.repaired).isEmpty();
  }

  @Test
  void oneDifferenceInTenThousand_isFoundWithFewKilobytes() {
    for (int i = 0; i < 10_000; i++) {
      mine.put(i, 1);
      theirs.put(i, i == 77 ? 2 : 1);
    }

    long bytes = round(mine, theirs);

    assertThat(mine.view.repaired).containsExactly(key(77));
    assertThat(theirs.view.repaired).containsExactly(key(77));
    assertThat(bytes).isLessThan(4_000);
  }

  @Test
  void peerThatHasNothing_getsAll_afterOneFrame() {
    for (int i = 0; i < 10_000; i++) {
      mine.put(i, 1);
    }

    long bytes = round(theirs, mine);

    assertThat(mine.view.repaired).hasSize(10_000);
    assertThat(bytes).isLessThan(50);
  }

  @Test
  void whateverEachSideHas_bothFindAllThatTheOtherLacks() {
    SeededCases.forAll(getClass(), "whateverEachSideHas_bothFindAllThatTheOtherLacks", random -> {
      Side one = new Side();
      Side other = new Side();
      Set<String> onlyOne = new TreeSet<>();
      Set<String> onlyOther = new TreeSet<>();
      int copies = 1 << random.nextInt(11);
      int odds = 1 + random.nextInt(20);
      for (int i = 0; i < copies; i++) {
        int kind = random.nextInt(odds) > 0 ? 3 : random.nextInt(3);
        if (kind != 0) {
          one.put(i, 1);
        }
        if (kind != 1) {
          other.put(i, kind == 2 ? 2 : 1);
        }
        if (kind == 1 || kind == 2) {
          onlyOne.add(key(i).name());
        }
        if (kind == 0 || kind == 2) {
          onlyOther.add(key(i).name());
        }
      }

      round(one, other);

      assertThat(names(one.view.repaired)).isEqualTo(onlyOne);
      assertThat(names(other.view.repaired)).isEqualTo(onlyOther);
    });
  }

  @Test
  void lostRepeatedAndReorderedFrames_doNoHarm_andALaterRoundFindsTheRest() {
    SeededCases.forAll(getClass(), "lostRepeatedAndReorderedFrames", random -> {
      Side one = new Side();
      Side other = new Side();
      for (int i = 0; i < 300; i++) {
        one.put(i, 1 + random.nextInt(2));
        other.put(i, 1 + random.nextInt(2));
      }
      disturbedRound(one, other, random);
      one.view.repaired.clear();
      other.view.repaired.clear();

      round(one, other);

      Set<String> differing = new TreeSet<>();
      for (int i = 0; i < 300; i++) {
        if (!one.state(i).equals(other.state(i))) {
          differing.add(key(i).name());
        }
      }
      assertThat(names(one.view.repaired)).isEqualTo(differing);
      assertThat(names(other.view.repaired)).isEqualTo(differing);
    });
  }

  @Test
  void changesOnTheirWay_areLeftOutOnce_onBothSides_andRepairedInTheNextRound() {
    mine.put(1, 1);
    theirs.put(1, 2);
    mine.view.onTheirWay.add(key(1));

    round(mine, theirs);
    assertThat(mine.view.repaired).isEmpty();
    assertThat(theirs.view.repaired).isEmpty();
    mine.nowMs = 10_000;
    round(mine, theirs);

    assertThat(mine.view.repaired).containsExactly(key(1));
    assertThat(theirs.view.repaired).containsExactly(key(1));
  }

  @Test
  void changesOfALongInterval_areLeftOut_asLongAsTheyMayTake() {
    mine.put(1, 1, 7_200_000);
    theirs.put(1, 2);
    mine.view.onTheirWay.add(key(1));
    for (mine.nowMs = 0; mine.nowMs < 7_200_000; mine.nowMs += 600_000) {
      round(mine, theirs);
      assertThat(mine.view.repaired).isEmpty();
      assertThat(theirs.view.repaired).isEmpty();
    }

    mine.put(1, 3, 9_000_000);
    round(mine, theirs);

    assertThat(mine.view.repaired).containsExactly(key(1));
    assertThat(theirs.view.repaired).containsExactly(key(1));
  }

  @Test
  void copyThatThePeerLacksAltogether_isNotLeftOut() {
    mine.put(1, 1);
    mine.put(2, 1);
    theirs.put(2, 1);
    mine.view.onTheirWay.add(key(1));

    round(theirs, mine);

    assertThat(mine.view.repaired).containsExactly(key(1));
  }

  @Test
  void whatThePeerIsKnownToHave_isNotSentAgain_butItsAdditionsCome() {
    mine.put(1, 1);
    theirs.put(1, 2);
    mine.view.known.add(key(1));

    round(mine, theirs);

    assertThat(mine.view.repaired).isEmpty();
    assertThat(theirs.view.repaired).containsExactly(key(1));
  }

  @Test
  void frameOfNonsense_isAnsweredWithLittle() {
    for (int i = 0; i < 1_000; i++) {
      mine.put(i, 1);
    }
    Digests.Builder nonsense = Digests.newBuilder();
    for (int i = 0; i < 50_000; i++) {
      nonsense.addRanges(DigestRange.newBuilder()
          .setFirst(-i)
          .setLast(i)
          .setFingerprint(
              io.miso.grpc.replication.v1.Fingerprint.newBuilder().setCount(1_000_000)));
    }

    Optional<Digests> answer = mine.reconciliation.take(nonsense.build(), mine.table(), 0);

    assertThat(answer.map(Digests::getRangesCount).orElse(0)).isLessThan(16 * 4096 + 1);
  }

  /** One round without faults; answers the bytes of all its frames. */
  private static long round(Side from, Side to) {
    long bytes = 0;
    Optional<Digests> frame = Optional.of(from.reconciliation.start(from.table()));
    Side receiver = to;
    while (frame.isPresent()) {
      bytes += Frames.digests(frame.get()).getSerializedSize();
      frame = receiver.reconciliation.take(frame.get(), receiver.table(), receiver.nowMs);
      receiver = receiver == to ? from : to;
    }
    return bytes;
  }

  private static void disturbedRound(Side one, Side other, Random random) {
    List<Digests> towardsOther = new ArrayList<>(List.of(one.reconciliation.start(one.table())));
    List<Digests> towardsOne = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      boolean forth = random.nextBoolean();
      List<Digests> from = forth ? towardsOther : towardsOne;
      if (from.isEmpty()) {
        continue;
      }
      Collections.shuffle(from, random);
      Digests frame = random.nextInt(4) == 0 ? from.get(0) : from.remove(0);
      Side receiver = forth ? other : one;
      if (random.nextInt(4) > 0) {
        receiver
            .reconciliation
            .take(frame, receiver.table(), receiver.nowMs)
            .ifPresent((forth ? towardsOne : towardsOther)::add);
      }
    }
  }

  private static Set<String> names(List<CrdtKey> keys) {
    return keys.stream().map(CrdtKey::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private static CrdtKey key(int number) {
    return new CrdtKey(ObjectKey.defaultOf("f"), "c" + number, CrdtType.PNCOUNTER);
  }

  private static final class Side {
    private final HeldCopies copies = new HeldCopies();
    private final RecordedView view = new RecordedView();
    private long nowMs;
    private final Reconciliation reconciliation = new Reconciliation(view);

    void put(int number, long amount) {
      put(number, amount, 0);
    }

    void put(int number, long amount, long quietAtMs) {
      copies.put(key(number), PNCounter.empty().add(REPLICA, amount).state(), true, quietAtMs);
    }

    Crdt<?> state(int number) {
      return java.util.Objects.requireNonNull(copies.of(key(number))).latest().state();
    }

    DigestTable table() {
      return DigestTable.of(copies.ofFunction("f"));
    }
  }
}
