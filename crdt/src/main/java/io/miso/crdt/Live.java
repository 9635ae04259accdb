package io.miso.crdt;

/**
 * A live dot and what it wrote.
 *
 * @param sum the hash of both, the same on every node
 */
record Live<W extends Write<W>>(Dot dot, W write, long sum) implements Dots.Entry {

  static <W extends Write<W>> Live<W> of(Dot dot, W write) {
    return new Live<>(dot, write, Hash.of(Hash.of(dot.replica()), dot.sequence(), write.hash()));
  }

  @Override
  public String toString() {
    return dot + "=" + write;
  }
}
