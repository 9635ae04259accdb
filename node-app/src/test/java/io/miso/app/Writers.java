package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.app.process.Condition;
import io.miso.app.process.Stopwatch;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An instance of a function on each of some machines, which all write to one object. */
final class Writers {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<LabFunction> instances;
  private final List<String> shared;

  private Writers(List<LabFunction> instances, List<String> shared) {
    this.instances = instances;
    this.shared = shared;
  }

  /** Has them write, as soon as all know the tags that each of them will remove. */
  static Writers begin(String function, List<Machine> machines) {
    List<LabFunction> instances =
        machines.stream().map(machine -> machine.function(function)).toList();
    LabFunction.acquaint(instances);
    List<String> shared = machines.stream()
        .flatMap(machine -> IntStream.range(0, Writer.SHARED)
            .mapToObj(number -> Writer.shared(machine.node(), number)))
        .toList();
    LabFunction first = instances.get(0);
    first.perform(object -> shared.forEach(Writer.tags(object)::add));
    first.sync(machines.size() - 1);
    machines.forEach(machine -> machine.function(function).startWriting(machine.node()));
    return new Writers(instances, shared);
  }

  /** Has them write on; answers early where an operation failed. */
  boolean failWithin(Duration time) {
    return Condition.await(
        time,
        () ->
            instances.stream().anyMatch(instance -> !instance.account().errors().isEmpty()));
  }

  /** How long the operations of all took since this was asked last. */
  Latency latency() {
    return Latency.ofAll(instances.stream().map(LabFunction::latency).toList());
  }

  /** Ends the writing; answers what was acknowledged, put together. */
  Values stop() {
    List<Writer.Account> accounts =
        instances.stream().map(LabFunction::stopWriting).toList();
    assertThat(accounts).allSatisfy(account -> assertThat(account.errors()).isEmpty());
    return Values.of(shared, accounts);
  }

  /** What the node of each shows. */
  List<Values> shown() {
    return instances.stream().map(LabFunction::values).toList();
  }

  /** Waits for longer than any test allows, so that a failure tells by how much it was late, or what is missing. */
  Duration timeUntilAllShow(Values values) {
    Stopwatch watch = Stopwatch.start();
    if (!Condition.await(PATIENCE, () -> shown().stream().allMatch(values::equals))) {
      throw new AssertionError(shown().stream()
          .map(shown -> shown.differenceTo(values))
          .collect(Collectors.joining("\n", "not equal:\n", "")));
    }
    return watch.elapsed();
  }
}
