package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.app.process.Condition;
import io.miso.sdk.GCounter;
import io.miso.sdk.StatefulObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Five machines whose network or daemons fail. Each test is a function of its own. */
@Tag("system")
@Timeout(180)
final class FaultsIT {
  private static final int NODES = 5;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration BEFORE = Duration.ofSeconds(10);
  private static final Duration CUT = Duration.ofSeconds(40);

  /** From when packets pass until all nodes show the same. */
  private static final Duration LIMIT = Duration.ofSeconds(12);

  /** Of repairs, ten seconds each. */
  private static final Duration TWO_ROUNDS = Duration.ofSeconds(25);

  /** For kernels to give up. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private static final int MANY = 10_000;

  /** What a machine with other work to do may make of the same latency. */
  private static final int MUCH_SLOWER = 5;

  @TempDir
  private static Path directory;

  private static Lab lab;

  @BeforeAll
  static void build() {
    lab = Lab.build(NODES, directory);
  }

  @BeforeEach
  void startDaemons() {
    lab.startDaemons(Map.of());
    lab.machines()
        .forEach(
            machine -> MisoProcess.await("all others reached", () -> machine.reaches(NODES - 1)));
  }

  @AfterEach
  void heal() {
    lab.bridge().heal();
    lab.machines().forEach(Machine::giveUpConnectionsAsUsual);
  }

  @AfterAll
  static void remove() {
    lab.close();
  }

  @Test
  void fortySecondsAlone_leaveNoTraceInLocalCalls_andAllNodesShowEverythingSoonAfter() {
    Writers writers = Writers.begin("alone", lab.machines());
    assertThat(writers.failWithin(WARM_UP)).isFalse();
    writers.latency();
    assertThat(writers.failWithin(BEFORE)).isFalse();
    Latency before = writers.latency();
    Map<Machine, Integer> linesBefore = ofEach(machine -> machine.log().size());

    lab.bridge().cutAll(lab.machines());
    assertThat(writers.failWithin(CUT)).as("an operation failed").isFalse();
    Latency during = writers.latency();
    Values everything = writers.stop();
    lab.bridge().heal();
    Duration late = writers.timeUntilAllShow(everything);

    System.out.printf(
        "before: %s%nalone: %s%nequal after %d ms%n", before, during, late.toMillis());
    assertThat(late).isLessThanOrEqualTo(LIMIT);
    assertThat(during.median()).isLessThan(before.median() * MUCH_SLOWER);
    assertThat(during.percentile(99)).isLessThan(before.percentile(99) * MUCH_SLOWER);
    linesBefore.forEach((machine, lines) -> {
      MisoProcess.await("all back", () -> machine.reaches(NODES - 1));
      assertThat(machine.log().stream().skip(lines))
          .as("one line for each that was lost, one for each that is back")
          .hasSize(2 * (NODES - 1));
    });
  }

  @Test
  void connectionsThatDiedMeanwhile_hinderNobody_andAllNodesShowEverythingSoonAfter() {
    lab.machines().forEach(Machine::giveUpConnectionsSoon);
    Writers writers = Writers.begin("dead", lab.machines());
    assertThat(writers.failWithin(WARM_UP)).isFalse();
    Map<Machine, Set<String>> alive = ofEach(Machine::connections);
    assertThat(alive.values())
        .allSatisfy(connections -> assertThat(connections).hasSizeGreaterThanOrEqualTo(NODES - 1));

    lab.bridge().cutAll(lab.machines());
    alive.forEach((machine, connections) -> assertThat(Condition.await(
            PATIENCE, () -> Collections.disjoint(connections, machine.connections())))
        .as("of %s none is left in:%n%s", connections, machine.namespace().run("ss", "-Htano"))
        .isTrue());
    Values everything = writers.stop();
    lab.bridge().heal();
    Duration late = writers.timeUntilAllShow(everything);

    System.out.printf("dead connections: equal after %d ms%n", late.toMillis());
    assertThat(late).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void whatAFunctionWroteThatRanBrieflyOnAMachineWithoutALink_reachesTheOthersOnceThereIsOne() {
    Machine apart = lab.machine(NODES);
    List<LabFunction> others = Stream.of(lab.machine(1), lab.machine(2))
        .map(machine -> machine.function("brief"))
        .toList();
    LabFunction.acquaint(others);
    lab.bridge().unplug(apart);
    MisoProcess.await("all others lost", () -> apart.reaches(0));
    LabFunction brief = apart.function("brief");
    brief.use(StatefulObject::registerServerlessFunction);
    brief.use(object -> object.getPNCounter("sum").add(7));
    assertThat(brief.use(StatefulObject::unregisterServerlessFunction)).isTrue();

    lab.bridge().heal();

    assertThat(Condition.await(
            TWO_ROUNDS,
            () -> others.stream()
                .allMatch(
                    other -> other.use(object -> object.getPNCounter("sum").getValue()) == 7)))
        .isTrue();
  }

  @Test
  void nodeKilledDuringWrites_leavesTheOthersWithAllThatOneOfThemHeardOfIt() throws Exception {
    Machine killed = lab.machine(NODES);
    Machine witness = lab.machine(1);
    List<Machine> survivors = lab.machines().subList(0, NODES - 1);
    Writers writers = Writers.begin("killed", survivors);
    LabFunction dying = killed.function("killed");
    dying.perform(object -> lastWords(object).add(1));
    dying.sync(survivors.size());
    // The first read of a copy asks all others, which is not what spreads the rest.
    assertThat(survivors).extracting(FaultsIT::lastWordsOn).containsOnly(1L);
    survivors.stream()
        .filter(survivor -> survivor != witness)
        .forEach(survivor -> lab.bridge().cutOneWay(killed, survivor));

    dying.perform(object -> {
      for (int i = 0; i < MANY; i++) {
        lastWords(object).addAsync(1);
      }
    });
    MisoProcess.await("some of it is heard", () -> lastWordsOn(witness) > 1);
    killed.killDaemon();
    Values everything = writers.stop();

    assertThat(Condition.await(
            TWO_ROUNDS,
            () -> writers.shown().stream().allMatch(everything::hasSumAndTagsOf)
                && writers.shown().stream().distinct().count() == 1))
        .as("what survivors acknowledged")
        .isTrue();
    assertThat(Condition.await(
            TWO_ROUNDS,
            () -> survivors.stream()
                .allMatch(survivor -> lastWordsOn(survivor) == lastWordsOn(witness))))
        .as("what one of them heard of the dead")
        .isTrue();
  }

  private static GCounter lastWords(StatefulObject object) {
    return object.getGCounter("last-words");
  }

  private static long lastWordsOn(Machine machine) {
    return machine.function("killed").use(object -> lastWords(object).getValue());
  }

  private static <T> Map<Machine, T> ofEach(Function<Machine, T> value) {
    return lab.machines().stream().collect(Collectors.toMap(machine -> machine, value));
  }
}
