package io.miso.app.demo;

import io.miso.app.failure.UserFailure;
import io.miso.app.process.ChildProcess;
import io.miso.app.process.RunDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The processes of one run: nodes on loopback that know the first of them as their seed, and an instance of the function beside
 * each, or in the same process where the function is the node. Everything is taken down by {@link #close()}.
 */
final class Cluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final RunDirectory directory;
  private final boolean embedded;
  private final Progress progress;
  private final List<ChildProcess> processes = new ArrayList<>();
  private boolean closed;

  Cluster(RunDirectory directory, boolean embedded, Progress progress) {
    this.directory = directory;
    this.embedded = embedded;
    this.progress = progress;
  }

  /**
   * One node and the instance of the function that uses it.
   *
   * @param grpc {@code host:port} of the node
   * @param http {@code host:port} of the function
   */
  record Member(String node, String grpc, String function, String http) {}

  /**
   * Starts nodes and functions; the first node alone, as its address is the seed of the others, and all others side by side.
   *
   * @throws UserFailure where one does not become ready
   */
  List<Member> start(int nodes) {
    return embedded ? startEmbedded(nodes) : startDaemons(nodes);
  }

  private List<Member> startDaemons(int nodes) {
    List<ChildProcess> daemons = new ArrayList<>();
    daemons.add(launch("node-1", List.of("node"), nodeVariables(1, "")));
    List<String> addresses = new ArrayList<>();
    addresses.add(ready(daemons.get(0), AllReduce.GRPC));
    for (int i = 2; i <= nodes; i++) {
      daemons.add(launch("node-" + i, List.of("node"), nodeVariables(i, addresses.get(0))));
    }
    List<ChildProcess> functions = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      if (i > 1) {
        addresses.add(ready(daemons.get(i - 1), AllReduce.GRPC));
      }
      Map<String, String> variables = functionVariables(i, addresses.get(i - 1));
      functions.add(launch("function-" + i, List.of("demo-function"), variables));
    }
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      ChildProcess function = functions.get(i);
      String http = ready(function, AllReduce.HTTP);
      members.add(new Member(daemons.get(i).name(), addresses.get(i), function.name(), http));
    }
    return members;
  }

  private List<Member> startEmbedded(int nodes) {
    List<ChildProcess> functions = new ArrayList<>();
    functions.add(launchEmbedded(1, ""));
    String seed = ready(functions.get(0), AllReduce.GRPC);
    for (int i = 2; i <= nodes; i++) {
      functions.add(launchEmbedded(i, seed));
    }
    List<Member> members = new ArrayList<>();
    for (ChildProcess function : functions) {
      String grpc = function == functions.get(0) ? seed : ready(function, AllReduce.GRPC);
      String http = address(function, function.awaitReady(START_LIMIT), AllReduce.HTTP);
      members.add(new Member("node in " + function.name(), grpc, function.name(), http));
    }
    return members;
  }

  private ChildProcess launchEmbedded(int number, String seed) {
    Map<String, String> variables = nodeVariables(number, seed);
    variables.putAll(functionVariables(number, "127.0.0.1:0"));
    return launch("function-" + number, List.of("demo-function", "--embedded"), variables);
  }

  private Map<String, String> nodeVariables(int number, String seed) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("MISO_NODE_NAME", "node-" + number);
    variables.put("MISO_GRPC_HOST", "127.0.0.1");
    variables.put("MISO_GRPC_PORT", "0");
    variables.put("MISO_MANAGEMENT_PORT", "0");
    variables.put("MISO_CLUSTER_NAME", directory.path().getFileName().toString());
    variables.put("MISO_OVERLAY_DISCOVERY_NODE_TYPE", "config");
    variables.put("MISO_SEEDS", seed);
    return variables;
  }

  private static Map<String, String> functionVariables(int number, String node) {
    int colon = node.lastIndexOf(':');
    return Map.of(
        "MISO_FUNCTION_NAME",
        AllReduce.FUNCTION,
        "MISO_REPLICA_ID",
        "function-" + number,
        "MISO_NODE_NAME",
        "node-" + number,
        "MISO_HOST_IP",
        node.substring(0, colon),
        "MISO_HOST_PORT",
        node.substring(colon + 1));
  }

  private synchronized ChildProcess launch(
      String name, List<String> arguments, Map<String, String> variables) {
    if (closed) {
      throw new UserFailure("stopped while starting");
    }
    ChildProcess process = ChildProcess.start(directory, name, arguments, variables);
    processes.add(process);
    return process;
  }

  private String ready(ChildProcess process, String key) {
    String address = address(process, process.awaitReady(START_LIMIT), key);
    progress.line("  " + process.name() + " is ready on " + address);
    return address;
  }

  private static String address(ChildProcess process, Map<String, String> addresses, String key) {
    String address = addresses.get(key);
    if (address == null) {
      throw new UserFailure(process.name() + " did not tell its " + key + " address");
    }
    return address;
  }

  /** What was started so far. */
  synchronized List<ChildProcess> processes() {
    return List.copyOf(processes);
  }

  /** Lets all processes run on when this one ends. */
  synchronized void keep() {
    processes.forEach(ChildProcess::keep);
    closed = true;
    processes.clear();
  }

  /** Stops all processes and returns when they are gone. */
  @Override
  public synchronized void close() {
    closed = true;
    processes.forEach(ChildProcess::askToStop);
    processes.forEach(ChildProcess::awaitStop);
    processes.clear();
  }
}
