package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of a join semilattice, for every type, over states, deltas and joined deltas of random histories. */
class CrdtLawsTest {

  static List<Subject<?>> all() {
    return Subjects.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void join_isASemilattice(Subject<S> subject) {
    Cases.forAll(getClass(), "join_isASemilattice", random -> {
      List<S> values = someValues(subject, random);
      for (int round = 0; round < 20; round++) {
        S a = pick(values, random);
        S b = pick(values, random);
        S c = pick(values, random);
        same(a.join(b), b.join(a), "commutative");
        same(a.join(b).join(c), a.join(b.join(c)), "associative");
        same(a.join(a), a, "idempotent");
        same(a.join(b).join(a), a.join(b), "inflationary");
        same(a.join(subject.empty()), a, "empty is neutral");
        assertThat(a.join(b).exceeds(a, History.replica(0)))
            .isEqualTo(b.exceeds(a, History.replica(0)));
        assertThat(a.exceeds(a.join(b), History.replica(0))).isFalse();
      }
    });
  }

  /** So that whoever joins can tell cheaply that nothing came of it. */
  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void joinThatAddsNothing_isTheVerySameState(Subject<S> subject) {
    Cases.forAll(getClass(), "joinThatAddsNothing_isTheVerySameState", random -> {
      List<S> values = someValues(subject, random);
      for (int round = 0; round < 10; round++) {
        S state = pick(values, random).join(pick(values, random));
        assertThat(state.join(subject.rebuilt(state))).isSameAs(state);
        assertThat(state.join(subject.empty())).isSameAs(state);
        if (!state.isEmpty()) {
          assertThat(subject.empty().join(state)).isSameAs(state);
        }
      }
    });
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void deltaJoinedWithTheStateBefore_isTheStateAfter(Subject<S> subject) {
    Cases.forAll(getClass(), "deltaJoinedWithTheStateBefore_isTheStateAfter", random -> {
      History<S> history = history(subject, random);
      for (Action action : subject.alphabet()) {
        S before = history.state(0);
        Mutation<S> mutation = history.write(0, action);
        same(before.join(mutation.delta()), mutation.state(), "the delta of " + action);
        assertThat(mutation.state().exceeds(before, History.replica(1))).isFalse();
        if (!action.equals(Action.DELETE)
            && !mutation.state().equals(before)
            && subject.writes(action)) {
          assertThat(mutation.state().exceeds(before, History.replica(0)))
              .as("%s", action)
              .isTrue();
        }
      }
    });
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void deltasInAnyOrderTwiceAndInGroups_endInOneState(Subject<S> subject) {
    Cases.forAll(getClass(), "deltasInAnyOrderTwiceAndInGroups_endInOneState", random -> {
      History<S> history = history(subject, random);
      S all = history.state(0).join(history.state(1)).join(history.state(2));
      for (int replica = 0; replica < History.REPLICAS; replica++) {
        same(
            arrive(history.state(replica), history.events(), random),
            all,
            "rest arriving at " + replica);
      }
      same(
          arrive(subject.empty(), history.events(), random), all, "all arriving at an empty state");
    });
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void stateTakenApartAndRebuilt_isTheSame(Subject<S> subject) {
    Cases.forAll(getClass(), "stateTakenApartAndRebuilt_isTheSame", random -> {
      for (S value : someValues(subject, random)) {
        same(subject.rebuilt(value), value, "rebuilt");
        assertThat(subject.read(subject.rebuilt(value))).isEqualTo(subject.read(value));
        assertThat(subject.rebuilt(value).weight()).isEqualTo(value.weight());
        assertThat(value.isEmpty()).isEqualTo(value.equals(subject.empty()));
      }
    });
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void deletion_leavesNothingLive(Subject<S> subject) {
    Cases.forAll(getClass(), "deletion_leavesNothingLive", random -> {
      S state = history(subject, random).state(0);
      S deleted = state.delete().state();
      assertThat(deleted.isLive()).isFalse();
      assertThat(subject.read(deleted)).isEqualTo(subject.read(subject.empty()));
      assertThat(deleted.exceeds(state, History.replica(0))).isFalse();
      same(deleted.join(state), deleted, "a late copy of what was deleted");
    });
  }

  @Test
  void typesKnownAtRunTimeOnly_areJoinedAndComparedWithTheirLikesAlone() {
    ReplicaId replica = History.replica(0);
    GSet set = GSet.empty().add(replica, Value.of(1)).state();
    assertThat(Crdt.join(GSet.empty(), set)).isEqualTo(set);
    assertThat(Crdt.exceeds(set, GSet.empty(), replica)).isTrue();
    assertThat(Crdt.exceeds(GSet.empty(), set, replica)).isFalse();
    assertThatThrownBy(() -> Crdt.join(set, ORSet.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Crdt.exceeds(set, ORSet.empty(), replica))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void typesAndNumbers_matchOneToOne() {
    for (CrdtType type : CrdtType.values()) {
      assertThat(CrdtType.ofNumber(type.number())).isEqualTo(type);
      assertThat(type.empty().type()).isEqualTo(type);
      assertThat(type.empty().isEmpty()).isTrue();
      assertThat(type.empty().isLive()).isFalse();
    }
    assertThatThrownBy(() -> CrdtType.ofNumber(13)).isInstanceOf(IllegalArgumentException.class);
  }

  private static <S extends Crdt<S>> History<S> history(Subject<S> subject, Random random) {
    History<S> history = new History<>(subject);
    int steps = random.nextInt(25);
    for (int step = 0; step < steps; step++) {
      history.step(random, true);
    }
    return history;
  }

  /** States, deltas, and joins of some deltas that skip others. */
  private static <S extends Crdt<S>> List<S> someValues(Subject<S> subject, Random random) {
    History<S> history = history(subject, random);
    List<S> values = new ArrayList<>();
    for (int replica = 0; replica < History.REPLICAS; replica++) {
      values.add(history.state(replica));
    }
    history.events().forEach(event -> values.add(event.delta()));
    for (int group = 0; group < 4; group++) {
      values.add(pick(values, random).join(pick(values, random)));
    }
    return values;
  }

  private static <S extends Crdt<S>> S arrive(S state, List<Event<S>> events, Random random) {
    List<S> deltas = new ArrayList<>();
    events.forEach(event -> deltas.add(event.delta()));
    for (int again = 0; again < events.size() / 3; again++) {
      deltas.add(pick(deltas, random).join(pick(deltas, random)));
    }
    Collections.shuffle(deltas, random);
    S joined = state;
    for (S delta : deltas) {
      joined = joined.join(delta);
    }
    return joined;
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void digest_isTheSameHoweverAStateCameToBe(Subject<S> subject) {
    Cases.forAll(getClass(), "digest_isTheSameHoweverAStateCameToBe", random -> {
      List<S> values = someValues(subject, random);
      for (S value : values) {
        assertThat(subject.rebuilt(value).digest()).isEqualTo(value.digest());
        S other = pick(values, random);
        assertThat(value.digest() == other.digest()).isEqualTo(value.equals(other));
        assertThat(value.join(other).digest()).isEqualTo(other.join(value).digest());
      }
    });
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void difference_bringsThePeerUpToDate_andIsEmptyIfItIs(Subject<S> subject) {
    Cases.forAll(getClass(), "difference_bringsThePeerUpToDate_andIsEmptyIfItIs", random -> {
      List<S> values = someValues(subject, random);
      for (int round = 0; round < 20; round++) {
        S mine = pick(values, random);
        S peer = pick(values, random);
        int perRange = 1 + random.nextInt(4);
        S difference = mine.difference(peer.summary(perRange));
        same(peer.join(difference), peer.join(mine), "repaired by " + difference);
        same(mine.join(difference), mine, "nothing but what was here");
        S exact = mine.difference(peer.summary(1));
        same(peer.join(exact), peer.join(mine), "repaired by " + exact);
        assertThat(difference.context().containsAll(exact.context())).isTrue();
        S repaired = peer.join(mine);
        if (subject.summarizesExactly() || repaired.equals(mine)) {
          same(mine.difference(repaired.summary(1)), subject.empty(), "nothing is left to say");
        }
      }
    });
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void chunksInAnyOrder_makeTheState_andEachAloneIsPartOfIt(
      Subject<S> subject) {
    Cases.forAll(getClass(), "chunksInAnyOrder_makeTheState_andEachAloneIsPartOfIt", random -> {
      List<S> values = someValues(subject, random);
      for (int round = 0; round < 10; round++) {
        S state = pick(values, random);
        S peer = pick(values, random);
        List<S> chunks = new ArrayList<>();
        state.chunks(1 + random.nextInt(80)).forEachRemaining(chunks::add);
        S expected = peer.join(state);
        assertThat(chunks.isEmpty()).isEqualTo(state.isEmpty());
        Collections.shuffle(chunks, random);
        S joined = peer;
        for (S chunk : chunks) {
          assertThat(chunk.isEmpty()).isFalse();
          same(state.join(chunk), state, "a part of the state");
          same(expected.join(peer.join(chunk)), expected, "alone");
          joined = joined.join(chunk);
        }
        same(joined, expected, "all chunks, in any order");
      }
    });
  }

  private static <S> S pick(List<S> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static <S> void same(S actual, S expected, String law) {
    assertThat(actual).as(law).isEqualTo(expected);
    assertThat(actual.hashCode()).isEqualTo(expected.hashCode());
  }
}
