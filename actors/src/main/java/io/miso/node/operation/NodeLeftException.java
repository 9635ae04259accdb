package io.miso.node.operation;

/** The node is leaving or has left, and does nothing more; ask another, or start it again. */
public final class NodeLeftException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NodeLeftException() {
    super("this node is leaving", null, false, false);
  }
}
