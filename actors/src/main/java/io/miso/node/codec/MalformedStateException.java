package io.miso.node.codec;

/**
 * A message that is not the canonical form of any state. Nothing has been joined; whoever sent it, or wrote it to disk, is at fault, and
 * sending the same bytes again will not help.
 */
public final class MalformedStateException extends Exception {

  private static final long serialVersionUID = 1L;

  public MalformedStateException(String reason) {
    super(reason);
  }

  public MalformedStateException(IllegalArgumentException reason) {
    super(reason.getMessage(), reason);
  }
}
