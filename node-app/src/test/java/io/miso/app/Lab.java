package io.miso.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Machines on one segment: network namespaces that a {@link Bridge} joins, beside the network of the machine that the tests run on.
 * Closing it ends every process in them. What a killed JVM left behind is removed when the next lab is built.
 */
final class Lab implements AutoCloseable {
  private static final String PREFIX = "miso-lab-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-.*");
  private static final AtomicInteger LABS = new AtomicInteger();

  private final List<Namespace> namespaces = new ArrayList<>();
  private final List<Machine> machines = new ArrayList<>();
  private final Thread atExit = new Thread(this::remove, "removes a lab");
  private final Bridge bridge;

  private Lab(int size, Path directory) {
    Runtime.getRuntime().addShutdownHook(atExit);
    String name = PREFIX + ProcessHandle.current().pid() + "-" + LABS.incrementAndGet();
    try {
      bridge = new Bridge(namespace(name + "-bridge"), "10.79.0.254");
      for (int number = 1; number <= size; number++) {
        Machine machine =
            new Machine(namespace(name + "-" + number), number, "10.79.0." + number, directory);
        machines.add(machine);
        bridge.connect(machine);
      }
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  /**
   * Machines without processes.
   *
   * @param directory for what their processes write
   */
  static Lab build(int size, Path directory) {
    removeLeftovers();
    return new Lab(size, directory);
  }

  /** By its number, from 1. */
  Machine machine(int number) {
    return machines.get(number - 1);
  }

  List<Machine> machines() {
    return List.copyOf(machines);
  }

  Bridge bridge() {
    return bridge;
  }

  /** Starts a daemon on every machine that has none, and waits until all are ready; the variables are for each of them. */
  void startDaemons(Map<String, String> variables) {
    List<Machine> idle =
        machines.stream().filter(machine -> !machine.hasDaemon()).toList();
    idle.forEach(machine -> machine.startDaemon(variables));
    idle.forEach(machine -> machine.daemon().awaitOutput("is ready"));
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    remove();
  }

  private Namespace namespace(String name) {
    Namespace added = Namespace.add(name);
    namespaces.add(added);
    return added;
  }

  private void remove() {
    machines.forEach(Machine::close);
    namespaces.forEach(Namespace::delete);
  }

  /** No lab of a JVM that lives is touched. */
  private static void removeLeftovers() {
    for (Namespace namespace : Namespace.all()) {
      Matcher name = NAME.matcher(namespace.name());
      if (name.matches() && !lives(Long.parseLong(name.group(1)))) {
        namespace.delete();
      }
    }
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
