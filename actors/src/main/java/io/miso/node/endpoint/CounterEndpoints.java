package io.miso.node.endpoint;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GCounter;
import io.miso.crdt.PNCounter;
import io.miso.grpc.common.CounterResponse;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import io.miso.grpc.middleware.CounterAddOrSubtractValueRequest;
import io.miso.grpc.middleware.CounterGetValueRequest;
import io.miso.grpc.middleware.GCounterService;
import io.miso.grpc.middleware.PNCounterService;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.NodeOperations;
import io.miso.node.operation.Update;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/** The published services of both counters. */
final class CounterEndpoints {
  private final NodeOperations operations;
  private final Requests requests;

  CounterEndpoints(NodeOperations operations, Requests requests) {
    this.operations = operations;
    this.requests = requests;
  }

  GCounterService growing() {
    return new GCounterService() {
      @Override
      public CompletionStage<CounterResponse> add(CounterAddOrSubtractValueRequest request) {
        return change(request, CrdtType.GCOUNTER, Update.CounterAdd::new);
      }

      @Override
      public CompletionStage<CounterResponse> getValue(CounterGetValueRequest request) {
        return read(request, CrdtType.GCOUNTER);
      }
    };
  }

  PNCounterService positiveNegative() {
    return new PNCounterService() {
      @Override
      public CompletionStage<CounterResponse> add(CounterAddOrSubtractValueRequest request) {
        return change(request, CrdtType.PNCOUNTER, Update.CounterAdd::new);
      }

      @Override
      public CompletionStage<CounterResponse> subtract(CounterAddOrSubtractValueRequest request) {
        return change(request, CrdtType.PNCOUNTER, Update.CounterSubtract::new);
      }

      @Override
      public CompletionStage<CounterResponse> getValue(CounterGetValueRequest request) {
        return read(request, CrdtType.PNCOUNTER);
      }
    };
  }

  private CompletionStage<CounterResponse> change(
      CounterAddOrSubtractValueRequest request, CrdtType type, LongFunction<Update> update) {
    CrdtKey key = requests.key(request.getFunctionBase(), request.getStatefulObjectBase(), type);
    return Replies.reply(
        operations.update(key, update.apply(requests.amount(request.getValue()))),
        state -> response(request.getStatefulObjectBase(), key, state));
  }

  private CompletionStage<CounterResponse> read(CounterGetValueRequest request, CrdtType type) {
    CrdtKey key = requests.key(request.getFunctionBase(), request.getStatefulObjectBase(), type);
    return Replies.reply(
        operations.read(key), state -> response(request.getStatefulObjectBase(), key, state));
  }

  private static CounterResponse response(
      StatefulObjectBaseInformation object, CrdtKey key, Crdt<?> state) {
    try {
      long value =
          state instanceof GCounter counter ? counter.value() : ((PNCounter) state).value();
      return CounterResponse.newBuilder()
          .setStatefulObjectBase(object)
          .setValue(value)
          .build();
    } catch (ArithmeticException e) {
      throw Statuses.outOfRange("the value of '" + key.name()
          + "' does not fit 64 bits; what was added is kept and replicated");
    }
  }
}
