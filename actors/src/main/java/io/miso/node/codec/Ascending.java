package io.miso.node.codec;

import java.util.List;

/** The check that a list is in order and names nothing twice. */
final class Ascending {

  private Ascending() {}

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if an element is not above the one before it
   */
  static <T extends Comparable<? super T>> void require(List<T> list, String what) {
    for (int i = 1; i < list.size(); i++) {
      if (list.get(i - 1).compareTo(list.get(i)) >= 0) {
        throw new IllegalArgumentException(what + " are not in ascending order");
      }
    }
  }
}
