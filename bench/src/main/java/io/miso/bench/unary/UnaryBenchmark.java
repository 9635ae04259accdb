package io.miso.bench.unary;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures the servers of every {@link Mode} side by side, in rounds that each take them in another order, and compares medians. The
 * machine's mood then falls on all of them alike.
 */
public final class UnaryBenchmark {
  /** What a node has to reach of the requests per second of {@link Mode#ACTOR}. */
  private static final double TARGET = 0.85;

  /** How busy others may keep the machine without a word. */
  private static final double QUIET = 0.1;

  private static final long LISTEN_MILLIS = 2_000;

  /** How many turns each server gets in a round. */
  private static final int SLICES = 4;

  private static final int WRONG_ANSWERS = 1;
  private static final int BELOW_TARGET = 2;
  private static final int USAGE = 64;

  private final Options options;
  private final H2load h2load;
  private final List<ServerProcess> servers;
  private final Map<Mode, List<Measurement>> measured = new EnumMap<>(Mode.class);
  private final List<String> faults = new ArrayList<>();
  private long sentToEach;

  private UnaryBenchmark(Options options, H2load h2load, List<ServerProcess> servers) {
    this.options = options;
    this.h2load = h2load;
    this.servers = servers;
  }

  /** Exits with 0 where every request was answered and the target is met, with 1 on wrong answers, with 2 below the target. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("bench/unary: " + e.getMessage() + "\n" + Options.USAGE);
      System.exit(USAGE);
      return;
    }
    System.exit(run(options));
  }

  private static int run(Options options) throws IOException, InterruptedException {
    Path body = Files.createTempFile("miso-bench", ".grpc");
    List<ServerProcess> servers = new ArrayList<>();
    Thread cleanup = new Thread(() -> cleanUp(servers, body));
    Runtime.getRuntime().addShutdownHook(cleanup);
    Files.write(body, CounterClient.body());
    List<String> jvmArguments =
        new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    jvmArguments.addAll(options.jvmArguments());
    System.out.printf(
        "JDK %s, %d cores; h2load -c 10 -m 10 -n %d, %d times a round; %d rounds to warm up and %d that count%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        options.requests() / SLICES,
        SLICES,
        options.warmupRounds(),
        options.rounds());
    System.out.println("JVM: " + String.join(" ", jvmArguments));
    warnOfOthers();
    for (Mode mode : Mode.values()) {
      ServerProcess server = ServerProcess.start(mode, jvmArguments);
      synchronized (servers) {
        servers.add(server);
      }
    }
    return new UnaryBenchmark(options, new H2load(body), servers).measure();
  }

  private static void cleanUp(List<ServerProcess> servers, Path body) {
    synchronized (servers) {
      servers.forEach(ServerProcess::close);
    }
    try {
      Files.deleteIfExists(body);
    } catch (IOException e) {
      System.err.println("could not delete " + body);
    }
  }

  private int measure() throws IOException, InterruptedException {
    firstCalls();
    for (int round = -options.warmupRounds(); round < options.rounds(); round++) {
      Map<Mode, Measurement> measurements = round(round);
      if (round >= 0) {
        measurements.forEach((mode, measurement) -> measuredOn(mode).add(measurement));
      }
      sentToEach += options.requests() / SLICES * SLICES;
      if (round >= 0) {
        report(round);
      }
    }
    warnOfOthers();
    compareCounter();
    return summary();
  }

  private static void warnOfOthers() throws IOException, InterruptedException {
    double busy = MachineLoad.whileIdle(LISTEN_MILLIS).orElse(0);
    if (busy > QUIET) {
      System.out.printf(
          "caution: other processes keep %.0f %% of this machine busy; take more rounds, or a quiet moment%n",
          busy * 100);
    }
  }

  private void firstCalls() {
    for (ServerProcess server : servers) {
      try (CounterClient client = new CounterClient(server.port())) {
        client.add();
      }
    }
    sentToEach++;
  }

  /** Takes the servers in turn, a slice of the round each, so that a busy moment of the machine does not fall on one alone. */
  private Map<Mode, Measurement> round(int round) throws IOException, InterruptedException {
    Map<Mode, Measurement> sums = new EnumMap<>(Mode.class);
    for (int slice = 0; slice < SLICES; slice++) {
      for (int turn = 0; turn < servers.size(); turn++) {
        ServerProcess server = servers.get(Math.floorMod(round + slice + turn, servers.size()));
        sums.merge(server.mode(), slice(server), Measurement::plus);
      }
    }
    return sums;
  }

  private Measurement slice(ServerProcess server) throws IOException, InterruptedException {
    long requests = options.requests() / SLICES;
    Duration before = server.cpu();
    H2load.Run run = h2load.run(server.port(), CounterClient.method(), requests);
    Duration used = server.cpu().minus(before);
    check(server.mode(), run, requests);
    return new Measurement(requests, requests / run.requestsPerSecond(), used.toNanos() / 1e9);
  }

  /** A request that gRPC refused has HTTP status 200 too, but no message in its answer. */
  private void check(Mode mode, H2load.Run run, long requests) {
    if (run.succeeded() != requests) {
      faults.add(mode.label() + ": only " + run.succeeded() + " requests were answered");
    }
    long least = mode == Mode.NODE ? 1 : ReferenceServer.VALUE;
    if (run.dataBytes() < requests * CounterClient.answerBytes(least)) {
      faults.add(mode.label() + ": answers without a message");
    }
  }

  private void compareCounter() {
    for (ServerProcess server : servers) {
      if (server.mode() == Mode.NODE) {
        try (CounterClient client = new CounterClient(server.port())) {
          long value = client.value();
          System.out.printf("the node's counter is %,d after %,d requests%n", value, sentToEach);
          if (value != sentToEach) {
            faults.add("the counter is not the number of requests");
          }
        }
      }
    }
  }

  private void report(int round) {
    System.out.printf("round %d:", round + 1);
    for (Mode mode : Mode.values()) {
      Measurement latest = measuredOn(mode).get(round);
      System.out.printf(
          "  %s %,.0f/s %.1f us", mode.label(), latest.requestsPerSecond(), latest.cpuMicros());
    }
    System.out.println();
  }

  private int summary() {
    System.out.printf(
        "%n%-6s %12s %22s %16s%n", "", "requests/s", "least to most", "CPU us/request");
    for (Mode mode : Mode.values()) {
      double[] rates = each(mode, Measurement::requestsPerSecond);
      double least = Arrays.stream(rates).min().orElse(0);
      double most = Arrays.stream(rates).max().orElse(0);
      System.out.printf(
          "%-6s %,12.0f %22s %16.1f%n",
          mode.label(),
          Measurement.median(rates),
          String.format("%,.0f to %,.0f", least, most),
          Measurement.median(each(mode, Measurement::cpuMicros)));
    }
    double ratio = ratio("node/actor", Mode.ACTOR);
    ratio("node/bare", Mode.BARE);
    faults.forEach(fault -> System.out.println("WRONG: " + fault));
    if (!faults.isEmpty()) {
      return WRONG_ANSWERS;
    }
    System.out.printf(
        "every request was answered; target node/actor >= %.2f: %s%n",
        TARGET, ratio >= TARGET ? "met" : "MISSED");
    return ratio >= TARGET ? 0 : BELOW_TARGET;
  }

  /** Of medians; beside it the median of the rounds' own ratios, which a change of the machine's mood moves less. */
  private double ratio(String name, Mode reference) {
    double rates = printRatio(name, "requests/s", reference, Measurement::requestsPerSecond);
    printRatio(name, "CPU", reference, Measurement::cpuMicros);
    return rates;
  }

  private double printRatio(
      String name, String what, Mode reference, ToDoubleFunction<Measurement> figure) {
    double[] node = each(Mode.NODE, figure);
    double[] other = each(reference, figure);
    double[] byRound = new double[node.length];
    for (int i = 0; i < node.length; i++) {
      byRound[i] = node[i] / other[i];
    }
    double ratio = Measurement.median(node) / Measurement.median(other);
    System.out.printf(
        "%-10s %-10s %.3f (by round %.3f)%n", name, what, ratio, Measurement.median(byRound));
    return ratio;
  }

  private double[] each(Mode mode, ToDoubleFunction<Measurement> figure) {
    return measuredOn(mode).stream().mapToDouble(figure).toArray();
  }

  private List<Measurement> measuredOn(Mode mode) {
    return measured.computeIfAbsent(mode, m -> new ArrayList<>());
  }
}
