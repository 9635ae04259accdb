package io.miso.bench.micro;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openjdk.jol.info.GraphLayout;

/** Prints what an ORSet takes in memory beside a HashSet of the same strings, everything reachable counted. */
public final class SetMemory {
  private SetMemory() {}

  /** No arguments. */
  public static void main(String[] arguments) {
    for (int elements : List.of(100, 10_000, 100_000)) {
      Set<String> strings = new HashSet<>();
      for (int i = 0; i < elements; i++) {
        strings.add("element-" + i);
      }
      double baseline = bytes(strings) / elements;
      double measured = bytes(Samples.set(elements)) / elements;
      System.out.printf(
          "%,7d elements: HashSet of strings %.0f bytes each, ORSet %.0f, ratio %.2f%n",
          elements, baseline, measured, measured / baseline);
    }
  }

  private static double bytes(Object root) {
    return GraphLayout.parseInstance(root).totalSize();
  }
}
