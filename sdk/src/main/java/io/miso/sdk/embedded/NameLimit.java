package io.miso.sdk.embedded;

import io.miso.sdk.MisoException;
import java.nio.charset.StandardCharsets;

/** The longest name a node takes from its clients, which it checks where requests come in; here no request comes in. */
record NameLimit(int bytes) {

  /** No character has more bytes of UTF-8 for each unit of a Java string. */
  private static final int MOST_BYTES_PER_UNIT = 3;

  /**
   * Passes a name on.
   *
   * @param field as a node names it
   * @throws MisoException.InvalidRequest if it is too long
   */
  String require(String field, String name) {
    if (name.length() > bytes / MOST_BYTES_PER_UNIT
        && name.getBytes(StandardCharsets.UTF_8).length > bytes) {
      throw new MisoException.InvalidRequest(
          field, field + ": has more than " + bytes + " bytes of UTF-8");
    }
    return name;
  }
}
