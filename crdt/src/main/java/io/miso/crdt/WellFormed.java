package io.miso.crdt;

/** Text that has an encoding in UTF-8. A lone surrogate has none: encoders replace it, and two values would become one. */
final class WellFormed {

  private WellFormed() {}

  /**
   * @throws IllegalArgumentException if a surrogate stands alone
   */
  static void require(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw new IllegalArgumentException("lone surrogate at index " + i + " of a text");
        }
        i++; // the second half of the pair
      }
    }
  }
}
