package io.miso.node.endpoint;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GSet;
import io.miso.crdt.MVRegister;
import io.miso.crdt.ORSet;
import io.miso.crdt.Value;
import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.SetOrRegisterValueResponse;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import io.miso.grpc.middleware.MVRegisterService;
import io.miso.grpc.middleware.SetOrRegisterGetValueRequest;
import io.miso.grpc.middleware.SetOrRegisterSetValueRequest;
import io.miso.grpc.middleware.SetService;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.NodeOperations;
import io.miso.node.operation.Update;
import java.util.Collection;
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
        return change(request, requests.setType(request.getCrdtType()), Update.SetAdd::new);
      }

      @Override
      public CompletionStage<SetOrRegisterValueResponse> removeORSet(
          SetOrRegisterSetValueRequest request) {
        if (request.getCrdtType() == CRDTSetType.UNRECOGNIZED) {
          throw Statuses.invalid("crdtType", "is no known type");
        }
        return change(request, CrdtType.OR_SET, Update.SetRemove::new);
      }

      @Override
      public CompletionStage<SetOrRegisterValueResponse> getValue(
          SetOrRegisterGetValueRequest request) {
        return read(request, requests.setType(request.getCrdtType()));
      }
    };
  }

  MVRegisterService registers() {
    return new MVRegisterService() {
      @Override
      public CompletionStage<SetOrRegisterValueResponse> assign(
          SetOrRegisterSetValueRequest request) {
        return change(request, CrdtType.MV_REGISTER, Update.RegisterAssign::new);
      }

      @Override
      public CompletionStage<SetOrRegisterValueResponse> getValue(
          SetOrRegisterGetValueRequest request) {
        return read(request, CrdtType.MV_REGISTER);
      }
    };
  }

  private CompletionStage<SetOrRegisterValueResponse> change(
      SetOrRegisterSetValueRequest request, CrdtType type, Function<Value, Update> update) {
    CrdtKey key = requests.key(request.getFunctionBase(), request.getStatefulObjectBase(), type);
    Value value = requests.value(request.getValue(), request.getSetValueType());
    return Replies.reply(
        operations.update(key, update.apply(value)),
        state -> response(request.getStatefulObjectBase(), state, request.getSetValueType()));
  }

  private CompletionStage<SetOrRegisterValueResponse> read(
      SetOrRegisterGetValueRequest request, CrdtType type) {
    CrdtKey key = requests.key(request.getFunctionBase(), request.getStatefulObjectBase(), type);
    SetGenericType kind = requests.kind("type", request.getType());
    return Replies.reply(
        operations.read(key), state -> response(request.getStatefulObjectBase(), state, kind));
  }

  private static SetOrRegisterValueResponse response(
      StatefulObjectBaseInformation object, Crdt<?> state, SetGenericType asked) {
    return ElementReply.of(object, object.getCrdtName(), values(state), asked);
  }

  private static Collection<Value> values(Crdt<?> state) {
    if (state instanceof ORSet set) {
      return set.values();
    }
    return state instanceof GSet set ? set.values() : ((MVRegister) state).values();
  }
}
