package io.miso.sdk.binding;

import io.miso.sdk.Miso;
import io.miso.sdk.Names;
import io.miso.sdk.StatefulObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A {@link Miso} over any binding. */
public final class BoundMiso implements Miso {

  private final Binding binding;
  private final String defaultObjectId;

  public BoundMiso(Binding binding) {
    this.binding = binding;
    this.defaultObjectId = sha256Hex(binding.function());
  }

  @Override
  public String function() {
    return binding.function();
  }

  @Override
  public StatefulObject statefulObject() {
    return new BoundObject(binding, defaultObjectId);
  }

  @Override
  public StatefulObject statefulObject(String id) {
    return new BoundObject(binding, Names.require(Fields.OBJECT_ID, id));
  }

  @Override
  public void close() {
    binding.close();
  }

  private static String sha256Hex(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
