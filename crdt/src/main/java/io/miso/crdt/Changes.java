package io.miso.crdt;

import java.util.ArrayList;
import java.util.List;

/** The live dots that a join brings and takes. A dot in both has a new entry. */
final class Changes {

  private final List<Dot> removed = new ArrayList<>();
  private final List<Dots.Entry> added = new ArrayList<>();

  void remove(Dot dot) {
    removed.add(dot);
  }

  void add(Dots.Entry entry) {
    added.add(entry);
  }

  List<Dot> removed() {
    return removed;
  }

  List<Dots.Entry> added() {
    return added;
  }
}
