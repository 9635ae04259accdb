package io.miso.app.demo;

import io.miso.sdk.PNCounter;
import io.miso.sdk.StatefulObject;

/** The function of the demo: every instance adds what it sums to one counter, which all of them share. */
final class AllReduceFunction {
  private final PNCounter total;

  AllReduceFunction(StatefulObject object) {
    total = object.getPNCounter(AllReduce.COUNTER);
  }

  /** Sums a chunk of numbers and adds the sum to the total; answers the sum of the chunk. */
  long reduce(long[] numbers) {
    long sum = 0;
    for (long number : numbers) {
      sum = Math.addExact(sum, number);
    }
    if (sum > 0) {
      total.add(sum);
    } else if (sum < 0) {
      total.subtract(Math.negateExact(sum));
    }
    return sum;
  }

  /** The total as this instance's node knows it. */
  long result() {
    return total.getValue();
  }
}
