package io.miso.crdt;

/**
 * In which field of a map a live dot is.
 *
 * @param sum what it adds to the digest
 */
record Route(Dot dot, Field field, long sum) implements Dots.Entry {

  /** @param hash the hash of the field */
  static Route of(Dots.Entry inner, Field field, long hash) {
    return new Route(inner.dot(), field, FieldTable.placed(hash, inner.sum()));
  }
}
