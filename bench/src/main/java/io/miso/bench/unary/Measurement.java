package io.miso.bench.unary;

import java.util.Arrays;

/**
 * What one server did.
 *
 * @param seconds while it was loaded
 * @param cpuSeconds processor time of its process meanwhile
 */
record Measurement(long requests, double seconds, double cpuSeconds) {

  Measurement plus(Measurement other) {
    return new Measurement(
        requests + other.requests, seconds + other.seconds, cpuSeconds + other.cpuSeconds);
  }

  double requestsPerSecond() {
    return requests / seconds;
  }

  /** Processor time of one request, in microseconds. */
  double cpuMicros() {
    return cpuSeconds * 1e6 / requests;
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
