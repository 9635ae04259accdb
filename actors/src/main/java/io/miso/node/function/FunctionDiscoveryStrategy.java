package io.miso.node.function;

import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.node.identity.NodeId;

/**
 * How function rows get from node to node. Rows merge whatever way they take, so a strategy may lose, repeat and reorder them, as long as
 * every node gets the latest in the end. Thread-safe.
 */
public interface FunctionDiscoveryStrategy {

  /** Takes what other nodes say. Thread-safe. */
  interface Receiver {
    /**
     * Rows and gone marks, of whatever nodes.
     *
     * @param counted must only send a message; run once they count
     */
    void heard(FunctionTable table, Runnable counted);

    /** A node lives. */
    void alive(NodeId node);
  }

  /** Names who takes what others say. Called once, before anything is published. */
  void deliverTo(Receiver receiver);

  /** This node's row changed: others are to be told. */
  void publish(FunctionRow own);
}
