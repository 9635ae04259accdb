package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Differences and chunks beyond the laws: that they are as small as they can be. */
class DifferenceTest {

  private static final ReplicaId A = new ReplicaId(1, 1, 1);
  private static final ReplicaId B = new ReplicaId(2, 1, 1);
  private static final ReplicaId D = new ReplicaId(-1, 1, 1);
  private static final Value X = Value.of("x");

  @Test
  void everyDotOfADifference_isNeeded() {
    Cases.forAll(getClass(), "everyDotOfADifference_isNeeded", random -> {
      History<ORSet> history = new History<>(new Subjects.OrSet());
      for (int step = 0; step < 15; step++) {
        history.step(random, true);
      }
      ORSet mine = history.state(0);
      ORSet peer = history.state(1);
      ORSet difference = mine.difference(peer.summary(1));
      ORSet repaired = peer.join(mine);
      for (Dot dot : dots(difference.context())) {
        CausalContext fewer = difference.context().minus(CausalContext.of(dot));
        ORSet less = difference.with(new Causal<>(difference.store().within(fewer), fewer));
        assertThat(peer.join(less)).as("without %s of %s", dot, difference).isNotEqualTo(repaired);
      }
    });
  }

  /** D's removal speaks of A's dot alone; so C knows that dot and shows B's, with the same context as everybody else. */
  @Test
  void addReAddRemove_withTheMiddleOneLost_isRepairedThoughContextsAreEqual() {
    Mutation<ORSet> addByB = ORSet.empty().add(B, X);
    Mutation<ORSet> againByA = addByB.state().add(A, X);
    Mutation<ORSet> removeByD = againByA.state().remove(X);
    ORSet c = ORSet.empty().join(addByB.delta()).join(removeByD.delta());
    assertThat(c.contains(X)).isTrue();
    assertThat(c.context()).isEqualTo(removeByD.state().context());

    for (int perRange : List.of(1, 64)) {
      ORSet repair = removeByD.state().difference(c.summary(perRange));
      assertThat(c.join(repair)).isEqualTo(removeByD.state());
      assertThat(repair.context().ranges()).containsExactly(new DotRange(B, 1, 1));
    }
  }

  /** A range of the peer's that covers several runs is compared as a whole, so what both know to be removed is not told again. */
  @Test
  void rangeWithGapsAndARemovalOnWhichBothAgree_isNotNamed() {
    ORSet peer = ORSet.empty();
    for (long sequence = 1; sequence < 20; sequence += 3) {
      Dot dot = new Dot(A, sequence);
      peer = peer.join(ORSet.of(Map.of(dot, Value.of(sequence)), CausalContext.of(dot)));
    }
    peer = peer.remove(Value.of(7)).state();
    ORSet mine = peer.add(B, X).state();
    for (int perRange : List.of(1, 2, 64)) {
      assertThat(mine.difference(peer.summary(perRange)).context().ranges())
          .containsExactly(new DotRange(B, 1, 1));
    }
  }

  @Test
  void tenElementsInTwoChunks_inEitherOrder() {
    ORSet set = numbers(ORSet.empty(), A, 10).remove(Value.of(3)).state();
    List<ORSet> chunks = chunks(set, 32 + 5 * 12);
    assertThat(chunks).hasSize(2);
    assertThat(ORSet.empty().join(chunks.get(0)).join(chunks.get(1))).isEqualTo(set);
    assertThat(ORSet.empty().join(chunks.get(1)).join(chunks.get(0))).isEqualTo(set);
    assertThat(ORSet.empty().join(chunks.get(1)).contains(Value.of(0))).isFalse();
    // Nothing that a chunk does not cover is taken for removed.
    ORSet holder = numbers(ORSet.empty(), A, 10);
    assertThat(holder.join(chunks.get(1)).contains(Value.of(0))).isTrue();
  }

  @Test
  void chunks_areAsLargeAsAskedFor() {
    ORSet set = numbers(ORSet.empty(), A, 1000);
    for (int i = 0; i < 1000; i += 3) {
      set = set.remove(Value.of(i)).state();
    }
    set = numbers(set, B, 5000);
    List<ORSet> chunks = chunks(set, 10_000);
    assertThat(chunks)
        .hasSizeBetween((int) (set.weight() / 10_000), (int) (1.5 * set.weight() / 10_000) + 1)
        .allSatisfy(chunk -> assertThat(chunk.weight()).isLessThan(11_000));
    Collections.shuffle(chunks, new Random(1));
    assertThat(chunks.stream().reduce(ORSet.empty(), ORSet::join)).isEqualTo(set);
  }

  @Test
  void runsOfSeveralReplicas_shareAChunkAsFarAsTheyFit() {
    ORSet set = ORSet.empty();
    for (ReplicaId replica : List.of(A, B, D)) {
      set = set.join(ORSet.empty().add(replica, X).state());
    }
    long each = 32 + X.weight() + 6;
    assertThat(chunks(set, 3 * each)).hasSize(1);
    assertThat(chunks(set, 2 * each)).hasSize(2);
    assertThat(chunks(set, 2 * each - 1)).hasSize(3);
  }

  @Test
  void chunksOfAMap_areAsLargeAsAskedFor_keysIncluded() {
    ORMap map = ORMap.empty();
    for (int key = 0; key < 100; key++) {
      map = map.update(Value.of(key), ORSet.empty(), set -> set.add(A, X)).state();
    }
    long tenth = map.store().weight() / 10;
    assertThat(chunks(map, 32 + tenth))
        .hasSize(10)
        .allSatisfy(chunk -> assertThat(chunk.store().weight()).isEqualTo(tenth));
  }

  @Test
  void chunksOfACounter_areAsLargeAsAskedFor() {
    GCounter counter = GCounter.empty();
    for (int birth = 1; birth <= 100; birth++) {
      counter = counter.add(new ReplicaId(1, 1, birth), birth).state();
    }
    long tenth = counter.weight() / 10;
    assertThat(chunks(counter, tenth))
        .hasSize(10)
        .allSatisfy(chunk -> assertThat(chunk.weight()).isEqualTo(tenth));
  }

  @Test
  void elementHeavierThanAChunk_isAChunkOfItsOwn() {
    ORSet set = ORSet.empty();
    for (String text : List.of("a", "b".repeat(500), "c")) {
      set = set.add(A, Value.of(text)).state();
    }
    List<ORSet> chunks = chunks(set, 100);
    assertThat(chunks).hasSize(3);
    assertThat(chunks.stream().reduce(ORSet.empty(), ORSet::join)).isEqualTo(set);
    assertThatThrownBy(() -> ORSet.empty().chunks(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void differenceOfALargeSet_isAsLargeAsWhatChanged() {
    ORSet peer = numbers(ORSet.empty(), A, 10_000);
    ORSet mine =
        peer.add(B, X).state().remove(Value.of(77)).state().remove(Value.of(78)).state();
    ORSet difference = mine.difference(peer.summary(64));
    assertThat(peer.join(difference)).isEqualTo(mine);
    assertThat(difference.context().ranges())
        .containsExactly(new DotRange(A, 78, 79), new DotRange(B, 1, 1));
    assertThat(difference.values()).containsExactly(X);
    assertThat(peer.summary(64).live()).hasSizeLessThan(10_000 / 20);
    assertThat(peer.difference(mine.summary(64)).isEmpty()).isTrue();
  }

  @Test
  void counterDifference_isTheEntriesThatThePeerLacks() {
    PNCounter peer = PNCounter.empty().add(A, 1).state().add(B, 2).state();
    PNCounter mine = peer.add(B, 3).state().subtract(D, 1).state();
    PNCounter difference = mine.difference(peer.summary(1));
    assertThat(difference.additions()).containsExactly(new CounterEntry(B, 5, 0));
    assertThat(difference.subtractions()).containsExactly(new CounterEntry(D, 1, 0));
    assertThat(peer.difference(mine.summary(1)).isEmpty()).isTrue();
  }

  @Test
  void counterOfAMap_thatDiffers_isTheOneThatIsSent() {
    ORMap peer = ORMap.empty();
    for (int key = 0; key < 1000; key++) {
      peer = peer.update(Value.of(key), GCounter.empty(), c -> c.add(A, 1)).state();
    }
    ORMap mine = peer.update(Value.of(500), GCounter.empty(), c -> c.add(A, 1)).state();
    assertThat(mine.difference(peer.summary(1)).keys()).containsExactly(Value.of(500));
    ORMap rough = mine.difference(peer.summary(16));
    assertThat(rough.keys()).contains(Value.of(500)).hasSizeLessThanOrEqualTo(16);
    assertThat(peer.join(rough)).isEqualTo(mine);
  }

  @Test
  void differenceToAnotherType_isRefused() {
    assertThatThrownBy(() -> ORSet.empty().difference(GSet.empty().summary(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static <S extends Crdt<S>> List<S> chunks(S state, long weight) {
    List<S> chunks = new ArrayList<>();
    state.chunks(weight).forEachRemaining(chunks::add);
    return chunks;
  }

  private static ORSet numbers(ORSet set, ReplicaId replica, int count) {
    ORSet filled = set;
    for (int i = 0; i < count; i++) {
      filled = filled.add(replica, Value.of(i)).state();
    }
    return filled;
  }

  private static List<Dot> dots(CausalContext context) {
    List<Dot> dots = new ArrayList<>();
    for (DotRange range : context.ranges()) {
      for (long sequence = range.first(); sequence <= range.last(); sequence++) {
        dots.add(new Dot(range.replica(), sequence));
      }
    }
    return dots;
  }
}
