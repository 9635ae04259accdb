package io.miso.crdt;

/**
 * A live dot and what it wrote.
 *
 * @param termHash the hash of what the index has it under, kept so that a removal need not read a long value
 * @param sum the hash of both, the same on every node
 */
record Live<W extends Write<W>>(Dot dot, W write, long termHash, long sum) implements Dots.Entry {

  static <W extends Write<W>> Live<W> of(Dot dot, W write) {
    long termHash = write.term().hash();
    long sum = Hash.of(Hash.of(dot.replica()), dot.sequence(), write.hash(termHash));
    return new Live<>(dot, write, termHash, sum);
  }

  @Override
  public String toString() {
    return dot + "=" + write;
  }
}
