package io.miso.node.overlay;

/**
 * Which of two streams between the same two nodes stays. Both sides compare the same two facts, so both keep the same one.
 *
 * @param dialledByLowerId whether the node with the lower id opened it
 * @param number counts the streams that its opener opened
 */
record StreamRank(boolean dialledByLowerId, long number) implements Comparable<StreamRank> {
  @Override
  public int compareTo(StreamRank other) {
    int byDialler = Boolean.compare(dialledByLowerId, other.dialledByLowerId);
    return byDialler != 0 ? byDialler : Long.compareUnsigned(number, other.number);
  }
}
