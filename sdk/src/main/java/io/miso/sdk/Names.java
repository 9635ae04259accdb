package io.miso.sdk;

/**
 * What text may name functions, objects and CRDTs, for bindings: the wire would replace what is not well-formed, and the empty text
 * means something else there.
 */
public final class Names {

  private Names() {}

  /**
   * Passes a name on.
   *
   * @throws MisoException.InvalidRequest if it is empty or no well-formed Unicode
   */
  public static String require(String field, String name) {
    if (name.isEmpty()) {
      throw new MisoException.InvalidRequest(field, field + ": must not be empty");
    }
    return requireWellFormed(field, name);
  }

  /**
   * Passes text on.
   *
   * @throws MisoException.InvalidRequest if a surrogate stands alone
   */
  public static String requireWellFormed(String field, String text) {
    boolean lonely = text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    if (lonely) {
      throw new MisoException.InvalidRequest(
          field, field + ": half of a character (a lone surrogate), which has no encoding");
    }
    return text;
  }
}
