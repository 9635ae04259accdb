package io.miso.node.endpoint;

import io.miso.crdt.CrdtType;
import io.miso.crdt.Value;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.SetOrRegisterValueResponse;
import io.miso.grpc.middleware.MVRegisterService;
import io.miso.grpc.middleware.SetOrRegisterGetValueRequest;
import io.miso.grpc.middleware.SetOrRegisterSetValueRequest;
import io.miso.grpc.middleware.SetService;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.NodeOperations;
import io.miso.node.operation.Update;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The published services of sets and of the register. */
final class ElementEndpoints {
  private final NodeOperations operations;
  private final Requests requests;

  ElementEndpoints(NodeOperations operations, Requests requests) {
    this.operations = operations;
    this.requests = requests;
  }

  SetService sets() {
    return new SetService() {
      @Override
      public CompletionStage<SetOrRegisterValueResponse> add(SetOrRegisterSetValueRequest request) {
        return change(request, requests.setType(request.getCrdtTypeValue()), Update.SetAdd::new);
      }

      @Override
      public CompletionStage<SetOrRegisterValueResponse> removeORSet(
          SetOrRegisterSetValueRequest request) {
        return change(
            request, requests.removableType(request.getCrdtTypeValue()), Update.SetRemove::new);
      }

      @Override
      public CompletionStage<SetOrRegisterValueResponse> getValue(
          SetOrRegisterGetValueRequest request) {
        return read(request, requests.setType(request.getCrdtTypeValue()));
      }
    };
  }

  MVRegisterService registers() {
    return new MVRegisterService() {
      @Override
      public CompletionStage<SetOrRegisterValueResponse> assign(
          SetOrRegisterSetValueRequest request) {
        return change(
            request, requests.registerType(request.getCrdtTypeValue()), Update.RegisterAssign::new);
      }

      @Override
      public CompletionStage<SetOrRegisterValueResponse> getValue(
          SetOrRegisterGetValueRequest request) {
        return read(request, requests.registerType(request.getCrdtTypeValue()));
      }
    };
  }

  private CompletionStage<SetOrRegisterValueResponse> change(
      SetOrRegisterSetValueRequest request, CrdtType type, Function<Value, Update> update) {
    CrdtKey key = requests.key(request.getFunctionBase(), request.getStatefulObjectBase(), type);
    Value value = requests.value(request.getValue(), request.getSetValueType());
    return Replies.reply(
        operations.update(key, update.apply(value)),
        state -> ElementReply.afterChange(
            request.getStatefulObjectBase(), state, request.getSetValueType()));
  }

  private CompletionStage<SetOrRegisterValueResponse> read(
      SetOrRegisterGetValueRequest request, CrdtType type) {
    CrdtKey key = requests.key(request.getFunctionBase(), request.getStatefulObjectBase(), type);
    SetGenericType kind = requests.kind("type", request.getType());
    return Replies.reply(
        operations.read(key),
        state -> ElementReply.of(request.getStatefulObjectBase(), state, kind));
  }
}
