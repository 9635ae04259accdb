package io.miso.node.operation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identity of a Stateful Object.
 *
 * @param function name of the function that owns it
 * @param objectId never empty
 */
public record ObjectKey(String function, String objectId) {

  /** The default object of a function: its id is the lower-case hex SHA-256 of the function's name. */
  public static ObjectKey defaultOf(String function) {
    return new ObjectKey(function, defaultObjectId(function));
  }

  /** The named object, or the default one where the id is empty. */
  public static ObjectKey of(String function, String objectId) {
    return objectId.isEmpty() ? defaultOf(function) : new ObjectKey(function, objectId);
  }

  /** For logs and messages: {@code function 'f', object 'o'}, without the id where it is the default one. */
  @Override
  public String toString() {
    return "function '"
        + function
        + "', "
        + (objectId.equals(defaultObjectId(function))
            ? "its default object"
            : "object '" + objectId + "'");
  }

  private static String defaultObjectId(String function) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(function.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
