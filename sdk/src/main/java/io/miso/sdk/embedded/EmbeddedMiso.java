package io.miso.sdk.embedded;

import io.miso.node.operation.NodeOperations;
import io.miso.sdk.Miso;
import io.miso.sdk.MisoException;
import io.miso.sdk.Names;
import io.miso.sdk.binding.BoundMiso;

/** Opens a {@link Miso} over a node in this process. */
public final class EmbeddedMiso {

  private EmbeddedMiso() {}

  /**
   * Over the operations of any node, a simulated one included. Closing what is returned leaves the node alone.
   *
   * @param function name of the function that owns the objects
   * @throws MisoException.InvalidRequest if the name is empty or no well-formed text
   */
  public static Miso of(NodeOperations operations, String function) {
    Names.require("MISO_FUNCTION_NAME", function);
    NodeBinding.Instance instance = new NodeBinding.Instance(function, "embedded", "", "");
    return new BoundMiso(new NodeBinding(operations, instance, () -> {}));
  }
}
