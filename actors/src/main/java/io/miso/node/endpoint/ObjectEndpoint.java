package io.miso.node.endpoint;

import io.miso.grpc.common.BoolResponse;
import io.miso.grpc.middleware.DeleteCrdtRequest;
import io.miso.grpc.middleware.StatefulObjectService;
import io.miso.node.operation.NodeOperations;
import io.miso.node.operation.ObjectKey;
import java.util.concurrent.CompletionStage;

/** The published service that deletes a CRDT. */
final class ObjectEndpoint implements StatefulObjectService {
  private final NodeOperations operations;
  private final Requests requests;

  ObjectEndpoint(NodeOperations operations, Requests requests) {
    this.operations = operations;
    this.requests = requests;
  }

  @Override
  public CompletionStage<BoolResponse> remove(DeleteCrdtRequest request) {
    ObjectKey object = requests.object(request.getFunctionBase(), request.getStatefulObjectBase());
    return operations
        .delete(object, requests.name(request.getStatefulObjectBase()))
        .thenApply(deleted -> BoolResponse.newBuilder().setResponse(deleted).build());
  }
}
