package io.miso.node.operation;

import io.miso.grpc.node.v1.StatusResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a node does for its local functions. Thread-safe; nothing blocks. Stages complete exceptionally only by a bug or where the
 * node has left. Any call for a function registers or renews it on this node.
 */
public interface NodeOperations {

  /** Applies a local update; acknowledged in memory, replicated within the interval. */
  CompletionStage<Outcome> update(CrdtKey key, Update update);

  /** Reads the latest state that was acknowledged here; sees every write acknowledged to the caller before. */
  CompletionStage<Outcome> read(CrdtKey key);

  /** Deletes what this node has seen under a name, of whatever type; true where any of it carried content. */
  CompletionStage<Boolean> delete(ObjectKey object, String name);

  /** Deletes every CRDT of an object; answers how many carried content. */
  CompletionStage<Integer> deleteObject(ObjectKey object);

  /** The CRDTs of an object that carry content, sorted by name. */
  CompletionStage<List<CrdtKey>> list(ObjectKey object);

  /** Waits until every node that runs the function has what this one held of the object when called; skips the interval. */
  CompletionStage<SyncResult> sync(ObjectKey object, Duration timeout);

  /**
   * Sets how long changes wait before they are sent to peers: of all CRDTs of a function that have no interval of their own. What waits
   * already goes at once. Fails with a limit's exception where too many functions have one.
   *
   * @param interval 0 to one hour; null for that of the node
   */
  CompletionStage<Void> setReplicationInterval(String function, @Nullable Duration interval);

  /**
   * As {@link #setReplicationInterval(String, Duration)}, of one CRDT.
   *
   * @param interval 0 to one hour; null for that of the function
   */
  CompletionStage<Void> setReplicationInterval(CrdtKey key, @Nullable Duration interval);

  /** Registers an instance; true where it was new. */
  CompletionStage<Boolean> register(String function, String pod, String nodeName, String nodeIp);

  /**
   * Unregisters an instance; true where it was known. Where it was the last one, what is pending of the function goes out first, to peers
   * that can be reached, for a bounded time.
   */
  CompletionStage<Boolean> unregister(String function, String pod);

  /** What this node is, whom it knows, what it holds and what it sent. */
  CompletionStage<StatusResponse> status();
}
