package io.miso.bench.unary;

import java.util.ArrayList;
import java.util.List;

/**
 * What the benchmark was asked for.
 *
 * @param requests of each round, on each server
 * @param warmupRounds not counted
 * @param jvmArguments for the servers, after those that all servers have
 */
record Options(long requests, int rounds, int warmupRounds, List<String> jvmArguments) {
  static final String USAGE = """
      usage: bench/unary [--jdk PATH] [--requests N] [--rounds N] [--warmup N] [--jvm-arg ARGUMENT]...
        --jdk PATH       the JDK to measure on; the newest that is found
        --requests N     requests of a round, on each server (100000)
        --rounds N       counted rounds, at least 5 (11)
        --warmup N       rounds before them that do not count (4)
        --jvm-arg A      one more argument for the JVM of each server""";

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a line for the user
   */
  static Options parse(String... args) {
    long requests = 100_000;
    int rounds = 11;
    int warmupRounds = 4;
    List<String> jvmArguments = new ArrayList<>();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("'" + args[i] + "' wants a value, or is not known");
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--requests" -> requests = atLeast(1000, value);
        case "--rounds" -> rounds = atLeast(5, value);
        case "--warmup" -> warmupRounds = atLeast(0, value);
        case "--jvm-arg" -> jvmArguments.add(value);
        default -> throw new IllegalArgumentException("'" + args[i] + "' is not known");
      }
    }
    return new Options(requests, rounds, warmupRounds, List.copyOf(jvmArguments));
  }

  private static int atLeast(int least, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("'" + text + "' is not a number of at least " + least);
  }
}
