package io.miso.node.replication;

/**
 * A peer breaks the rules of the stream: its stream is closed. The message is the predicate of a sentence about the peer, as in "sent a
 * malformed state".
 */
public final class PeerFaultException extends Exception {
  private static final long serialVersionUID = 1;

  public PeerFaultException(String message) {
    super(message, null, false, false);
  }
}
