package io.miso.node.function;

import io.miso.node.identity.NodeId;

/** The latest {@link FunctionView}, readable from any thread. Only the function discovery actor replaces it. */
public final class FunctionDirectory {
  private volatile FunctionView view;

  public FunctionDirectory(NodeId self) {
    view = FunctionView.empty(self);
  }

  public FunctionView view() {
    return view;
  }

  void publish(FunctionView latest) {
    view = latest;
  }
}
