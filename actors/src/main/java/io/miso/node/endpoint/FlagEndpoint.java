package io.miso.node.endpoint;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.EWFlag;
import io.miso.grpc.common.FlagSetValueReponse;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import io.miso.grpc.middleware.CounterGetValueRequest;
import io.miso.grpc.middleware.EWFlagService;
import io.miso.grpc.middleware.FlagSetValueRequest;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.NodeOperations;
import io.miso.node.operation.Update;
import java.util.concurrent.CompletionStage;

/** The published service of the flag. One that was never written reads false. */
final class FlagEndpoint implements EWFlagService {
  private final NodeOperations operations;
  private final Requests requests;

  FlagEndpoint(NodeOperations operations, Requests requests) {
    this.operations = operations;
    this.requests = requests;
  }

  @Override
  public CompletionStage<FlagSetValueReponse> assign(FlagSetValueRequest request) {
    CrdtKey key =
        requests.key(request.getFunctionBase(), request.getStatefulObjectBase(), CrdtType.EW_FLAG);
    return Replies.reply(
        operations.update(key, new Update.FlagAssign(request.getValue())),
        state -> response(request.getStatefulObjectBase(), state));
  }

  @Override
  public CompletionStage<FlagSetValueReponse> getValue(CounterGetValueRequest request) {
    CrdtKey key =
        requests.key(request.getFunctionBase(), request.getStatefulObjectBase(), CrdtType.EW_FLAG);
    return Replies.reply(
        operations.read(key), state -> response(request.getStatefulObjectBase(), state));
  }

  private static FlagSetValueReponse response(StatefulObjectBaseInformation object, Crdt<?> state) {
    return FlagSetValueReponse.newBuilder()
        .setStatefulObjectBase(object)
        .setValue(((EWFlag) state).value())
        .build();
  }
}
