package io.miso.app.demo;

import io.miso.app.console.Table;
import io.miso.app.demo.Cluster.Member;
import io.miso.app.failure.UserFailure;
import io.miso.app.process.ChildProcess;
import io.miso.app.process.Condition;
import io.miso.app.process.RunDirectory;
import io.miso.app.process.Stopwatch;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One run of the demo: starts the cluster, has the work done, reads and compares the result on every node. */
final class Demo {
  private static final Duration ACQUAINTANCE_LIMIT = Duration.ofSeconds(30);
  private static final int SHOWN_LOG_LINES = 10;

  private final DemoOptions options;
  private final Progress progress;
  private volatile boolean interrupted;

  Demo(DemoOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Runs the demo on these numbers.
   *
   * @throws UserFailure where a process or a chunk fails or a sum is wrong
   */
  void run(Workload workload) {
    Stopwatch total = Stopwatch.start();
    progress.line(headline(workload));
    RunDirectory directory = RunDirectory.create("miso-demo-");
    Cluster cluster = new Cluster(directory, options.embedded(), progress);
    Thread onInterrupt = new Thread(
        () -> {
          interrupted = true;
          clear(cluster, directory);
        },
        "clear");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      List<Member> members = runOn(cluster, workload, total);
      if (options.keep()) {
        keep(cluster, members, directory);
      } else {
        clear(cluster, directory);
      }
    } catch (UserFailure e) {
      if (interrupted) {
        return; // What failed is that the processes are being taken down.
      }
      progress.endLine();
      explain(cluster, directory);
      cluster.close();
      throw e;
    } finally {
      forget(onInterrupt);
    }
  }

  private List<Member> runOn(Cluster cluster, Workload workload, Stopwatch total) {
    Stopwatch watch = Stopwatch.start();
    List<Member> members = cluster.start(options.nodes());
    HttpClient http = FunctionClient.newHttpClient();
    List<FunctionClient> functions = members.stream()
        .map(m -> new FunctionClient(http, m.function(), m.http()))
        .toList();
    awaitAcquaintance(functions);
    Duration starting = watch.elapsed();
    progress.line("  all nodes know each other");

    watch = Stopwatch.start();
    int chunks = workload.chunks().size();
    new ChunkSender(functions)
        .send(workload.chunks(), done -> progress.count("chunks written:", done, chunks));
    Duration writing = watch.elapsed();

    watch = Stopwatch.start();
    requireAll(each(functions, FunctionClient::sync));
    List<Long> results = each(functions, FunctionClient::result);
    Duration convergence = watch.elapsed();

    report(members, results, workload);
    progress.line("time: starting %s, writing %s, convergence %s, in total %s"
        .formatted(
            Progress.seconds(starting),
            Progress.seconds(writing),
            Progress.seconds(convergence),
            Progress.seconds(total.elapsed())));
    requireCorrect(members, results, workload.sum());
    return members;
  }

  /** Waits until each node knows all others to run the function: {@code sync} covers those it knows. */
  private void awaitAcquaintance(List<FunctionClient> functions) {
    for (FunctionClient function : functions) {
      if (!Condition.await(ACQUAINTANCE_LIMIT, () -> knowsOthers(function))) {
        throw new UserFailure("the node of " + function.name() + " does not know the others after "
            + ACQUAINTANCE_LIMIT.toSeconds() + " s");
      }
    }
  }

  private boolean knowsOthers(FunctionClient function) {
    try {
      return function.sync() == options.nodes() - 1;
    } catch (UserFailure e) {
      return false;
    }
  }

  private void requireAll(List<Long> acknowledged) {
    for (int i = 0; i < acknowledged.size(); i++) {
      if (acknowledged.get(i) != options.nodes() - 1) {
        throw new UserFailure("sync on node " + (i + 1) + " reached " + acknowledged.get(i) + " of "
            + (options.nodes() - 1) + " others");
      }
    }
  }

  private static <T> List<T> each(
      List<FunctionClient> functions, Function<FunctionClient, T> call) {
    List<Callable<T>> calls = new ArrayList<>();
    functions.forEach(function -> calls.add(() -> call.apply(function)));
    return Parallel.call(calls);
  }

  private void report(List<Member> members, List<Long> results, Workload workload) {
    Table table = new Table("NODE", "GRPC", ">RESULT", "");
    for (int i = 0; i < members.size(); i++) {
      boolean correct = results.get(i) == workload.sum();
      table.row(
          members.get(i).node(),
          members.get(i).grpc(),
          results.get(i),
          correct ? "correct" : "WRONG");
    }
    table.row("computed directly", "", workload.sum(), "");
    progress.line("");
    table.lines("  ").forEach(progress::line);
    progress.line("");
  }

  private static void requireCorrect(List<Member> members, List<Long> results, long sum) {
    for (int i = 0; i < members.size(); i++) {
      if (results.get(i) != sum) {
        throw new UserFailure("wrong result on " + members.get(i).node() + ": " + results.get(i)
            + ", computed directly " + sum);
      }
    }
  }

  private String headline(Workload workload) {
    return String.format(
        Locale.ROOT,
        "AllReduce of %,d integers in %,d chunks; function instances: %d, %s",
        workload.count(),
        workload.chunks().size(),
        options.nodes(),
        options.embedded() ? "each a node itself" : "each beside a daemon of its own");
  }

  private void keep(Cluster cluster, List<Member> members, RunDirectory directory) {
    List<ChildProcess> processes = cluster.processes();
    cluster.keep();
    String object = AllReduce.FUNCTION + " " + AllReduce.COUNTER;
    progress.line("Everything keeps running. Go on with, on any of the nodes:");
    progress.line("  ./miso status --node " + members.get(0).grpc());
    progress.line(
        "  ./miso get " + object + " --node " + members.get(members.size() - 1).grpc());
    progress.line("  ./miso add " + object + " 5 --node " + members.get(0).grpc());
    progress.line("Output is in " + directory.path() + ". Stop it all, output included, with:");
    progress.line(
        "  kill " + processes.stream().map(p -> "" + p.pid()).collect(Collectors.joining(" ")));
  }

  private static void clear(Cluster cluster, RunDirectory directory) {
    cluster.close();
    directory.remove();
  }

  /** Shows the last output of what ended unasked or, where all still run, of every process. */
  private static void explain(Cluster cluster, RunDirectory directory) {
    List<ChildProcess> all = cluster.processes();
    boolean someEnded = all.stream().anyMatch(process -> !process.isAlive());
    for (ChildProcess process : all) {
      if (!someEnded || !process.isAlive()) {
        List<String> tail = process.logTail(SHOWN_LOG_LINES);
        System.err.println(process.name() + ", " + process.state()
            + (tail.isEmpty() ? ", no output" : ", last output:"));
        tail.forEach(line -> System.err.println("  " + line));
      }
    }
    System.err.println("All output is in " + directory.path());
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Ctrl-C: the hook is at work.
    }
  }
}
