package io.miso.app.demo;

import io.miso.app.failure.UserFailure;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the functions have to add up.
 *
 * @param count of integers
 * @param sum of all of them, computed directly
 */
record Workload(List<long[]> chunks, int count, long sum) {

  /**
   * Cuts numbers into chunks; the last may be smaller.
   *
   * @throws UserFailure where a sum that the demo needs does not fit 64 bits: of a chunk, of all chunks, or of those of one sign,
   *     which is what a counter keeps
   */
  static Workload of(long[] numbers, int chunkSize) {
    List<long[]> chunks = new ArrayList<>();
    BigInteger positive = BigInteger.ZERO;
    BigInteger negative = BigInteger.ZERO;
    for (int start = 0; start < numbers.length; start += chunkSize) {
      int end = (int) Math.min(numbers.length, (long) start + chunkSize);
      long[] chunk = Arrays.copyOfRange(numbers, start, end);
      BigInteger sum = exactSum(chunk);
      requireFits(sum, "lines " + (start + 1) + " to " + end);
      positive = positive.add(sum.max(BigInteger.ZERO));
      negative = negative.add(sum.min(BigInteger.ZERO));
      chunks.add(chunk);
    }
    requireFits(positive, "all chunks with a positive sum");
    requireFits(negative.negate(), "all chunks with a negative sum");
    return new Workload(List.copyOf(chunks), numbers.length, exactSum(numbers).longValueExact());
  }

  private static BigInteger exactSum(long[] numbers) {
    BigInteger sum = BigInteger.ZERO;
    for (long number : numbers) {
      sum = sum.add(BigInteger.valueOf(number));
    }
    return sum;
  }

  private static void requireFits(BigInteger sum, String what) {
    if (sum.abs().bitLength() > Long.SIZE - 1) {
      throw new UserFailure("the sum of " + what + " is " + sum
          + ", which does not fit 64 bits; use smaller integers");
    }
  }
}
