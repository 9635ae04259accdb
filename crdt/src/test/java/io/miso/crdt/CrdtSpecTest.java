package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type reads what its sentence over the history says; the sentences are in {@link Subjects}. */
class CrdtSpecTest {

  /** How long the histories are that are tried one by one; each more takes ten times as long. */
  private static final int STEPS = Integer.getInteger("miso.steps", 4);

  static List<Subject<?>> all() {
    return Subjects.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void randomSchedules_readAsTheSentenceSays(Subject<S> subject) {
    Cases.forAll(getClass(), "randomSchedules_readAsTheSentenceSays", random -> {
      History<S> history = new History<>(subject);
      for (int step = 0; step < 20; step++) {
        history.step(random, false);
        checkReadings(subject, history);
      }
      checkAllAgree(history);
    });
  }

  /** A copy that writes nothing gets some of the deltas, in any order and some of them twice, and is then repaired by what each replica has. */
  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void copyOfLostAndShuffledDeltas_onceRepaired_readsAsTheSentenceSays(
      Subject<S> subject) {
    String name = "copyOfLostAndShuffledDeltas_onceRepaired_readsAsTheSentenceSays";
    Cases.forAll(getClass(), name, random -> {
      History<S> history = new History<>(subject);
      for (int step = 0; step < 20; step++) {
        history.step(random, false);
      }
      S copy = subject.empty();
      for (int arrived = 0; arrived < history.events().size(); arrived++) {
        Event<S> event = history.events().get(random.nextInt(history.events().size()));
        copy = copy.join(event.delta());
      }
      for (int replica = 0; replica < History.REPLICAS; replica++) {
        copy = repaired(copy, history.state(replica), random);
      }
      assertThat(subject.read(copy))
          .as("%s", history)
          .isEqualTo(subject.sentence(history.events()));
    });
  }

  private static <S extends Crdt<S>> S repaired(S copy, S source, Random random) {
    if (random.nextBoolean()) {
      return copy.join(source.difference(copy.summary(1 + random.nextInt(4))));
    }
    List<S> chunks = new ArrayList<>();
    source.chunks(1 + random.nextInt(80)).forEachRemaining(chunks::add);
    Collections.shuffle(chunks, random);
    S repaired = copy;
    for (S chunk : chunks) {
      repaired = repaired.join(chunk);
    }
    return repaired;
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void everySmallSchedule_readsAsTheSentenceSays(Subject<S> subject) {
    explore(subject, new History<>(subject), STEPS, History.REPLICAS);
  }

  @ParameterizedTest
  @MethodSource("all")
  <S extends Crdt<S>> void everyLongerScheduleOfTwo_readsAsTheSentenceSays(Subject<S> subject) {
    explore(subject, new History<>(subject), STEPS + 1, 2);
  }

  private <S extends Crdt<S>> void explore(
      Subject<S> subject, History<S> history, int steps, int replicas) {
    checkReadings(subject, history);
    if (steps == 0) {
      checkAllAgree(history.copy());
      return;
    }
    for (int replica = 0; replica < replicas; replica++) {
      for (Action action : subject.alphabet()) {
        History<S> next = history.copy();
        next.write(replica, action);
        explore(subject, next, steps - 1, replicas);
      }
      for (int from = 0; from < replicas; from++) {
        if (!history.state(from).equals(history.state(replica))) {
          History<S> next = history.copy();
          next.receiveState(replica, from);
          explore(subject, next, steps - 1, replicas);
        }
      }
    }
  }

  private static <S extends Crdt<S>> void checkReadings(Subject<S> subject, History<S> history) {
    for (int replica = 0; replica < History.REPLICAS; replica++) {
      Object expected = subject.sentence(history.visibleTo(replica));
      if (!subject
          .read(history.state(replica))
          .equals(expected)) { // assertThat is slow in millions of checks
        assertThat(subject.read(history.state(replica)))
            .as("replica %s in %s", replica, history)
            .isEqualTo(expected);
      }
    }
  }

  private static <S extends Crdt<S>> void checkAllAgree(History<S> history) {
    S first = history.state(0).join(history.state(1)).join(history.state(2));
    S second = history.state(2).join(history.state(1).join(history.state(0)));
    if (!first.equals(second)) {
      assertThat(first).as("%s", history).isEqualTo(second);
    }
  }
}
