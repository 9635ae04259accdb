package io.miso.node.endpoint;

import io.miso.crdt.CrdtType;
import io.miso.grpc.node.v1.CrdtEntry;
import io.miso.grpc.node.v1.CrdtSelector;
import io.miso.grpc.node.v1.DeleteObjectRequest;
import io.miso.grpc.node.v1.DeleteObjectResponse;
import io.miso.grpc.node.v1.ListRequest;
import io.miso.grpc.node.v1.ListResponse;
import io.miso.grpc.node.v1.NodeLabel;
import io.miso.grpc.node.v1.NodeService;
import io.miso.grpc.node.v1.ObjectAddress;
import io.miso.grpc.node.v1.SetReplicationIntervalRequest;
import io.miso.grpc.node.v1.SetReplicationIntervalResponse;
import io.miso.grpc.node.v1.StatusRequest;
import io.miso.grpc.node.v1.StatusResponse;
import io.miso.grpc.node.v1.SyncRequest;
import io.miso.grpc.node.v1.SyncResponse;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.NodeOperations;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.SyncResult;
import io.miso.node.operation.SyncResult.NodeInfo;
import io.miso.node.state.ReplicationIntervals;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a node offers beyond the published services. */
final class NodeEndpoint implements NodeService {
  private static final Duration LONGEST_SYNC = Duration.ofMinutes(10);

  private final NodeOperations operations;
  private final Requests requests;
  private final Duration defaultTimeout;

  NodeEndpoint(NodeOperations operations, Requests requests, Duration defaultTimeout) {
    this.operations = operations;
    this.requests = requests;
    this.defaultTimeout = defaultTimeout;
  }

  @Override
  public CompletionStage<SyncResponse> sync(SyncRequest request) {
    long timeoutMs = Integer.toUnsignedLong(request.getTimeoutMs());
    if (timeoutMs > LONGEST_SYNC.toMillis()) {
      throw Statuses.invalid("timeout_ms", "must be at most " + LONGEST_SYNC.toMillis());
    }
    Duration timeout = timeoutMs == 0 ? defaultTimeout : Duration.ofMillis(timeoutMs);
    return operations.sync(object(request.getObject()), timeout).thenApply(NodeEndpoint::response);
  }

  @Override
  public CompletionStage<ListResponse> list(ListRequest request) {
    return operations.list(object(request.getObject())).thenApply(keys -> {
      ListResponse.Builder response = ListResponse.newBuilder();
      keys.forEach(key -> response.addCrdts(
          CrdtEntry.newBuilder().setName(key.name()).setType(key.type().name())));
      return response.build();
    });
  }

  @Override
  public CompletionStage<DeleteObjectResponse> deleteObject(DeleteObjectRequest request) {
    return operations
        .deleteObject(object(request.getObject()))
        .thenApply(
            deleted -> DeleteObjectResponse.newBuilder().setDeleted(deleted).build());
  }

  @Override
  public CompletionStage<SetReplicationIntervalResponse> setReplicationInterval(
      SetReplicationIntervalRequest request) {
    String function = requests.checked("function", request.getFunction());
    @Nullable Duration interval = interval(request);
    CompletionStage<Void> set = request.hasCrdt()
        ? operations.setReplicationInterval(crdt(function, request.getCrdt()), interval)
        : operations.setReplicationInterval(function, interval);
    return set.thenApply(done -> SetReplicationIntervalResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<StatusResponse> status(StatusRequest request) {
    return operations.status();
  }

  private ObjectKey object(ObjectAddress object) {
    return requests.object(
        object.getFunction(), "object.function", object.getObjectId(), "object.object_id");
  }

  private CrdtKey crdt(String function, CrdtSelector crdt) {
    ObjectKey object = requests.object(function, "function", crdt.getObjectId(), "crdt.object_id");
    String name = requests.checked("crdt.name", crdt.getName());
    return Arrays.stream(CrdtType.values())
        .filter(type -> type.name().equals(crdt.getType()))
        .findFirst()
        .map(type -> new CrdtKey(object, name, type))
        .orElseThrow(() -> Statuses.invalid(
            "crdt.type",
            "must be a type's name, for example PNCOUNTER, not '" + crdt.getType() + "'"));
  }

  private static @Nullable Duration interval(SetReplicationIntervalRequest request) {
    long intervalMs = Integer.toUnsignedLong(request.getIntervalMs());
    if (intervalMs > ReplicationIntervals.LONGEST.toMillis()) {
      throw Statuses.invalid(
          "interval_ms", "must be at most " + ReplicationIntervals.LONGEST.toMillis());
    }
    return request.hasIntervalMs() ? Duration.ofMillis(intervalMs) : null;
  }

  private static SyncResponse response(SyncResult result) {
    return SyncResponse.newBuilder()
        .addAllAcknowledged(labels(result.acknowledged()))
        .addAllMissing(labels(result.missing()))
        .addAllUnreachable(labels(result.unreachable()))
        .build();
  }

  private static List<NodeLabel> labels(List<NodeInfo> nodes) {
    return nodes.stream()
        .map(node -> NodeLabel.newBuilder()
            .setNodeId(node.nodeId())
            .setName(node.name())
            .setAddress(node.address())
            .build())
        .toList();
  }
}
