package io.miso.node.endpoint;

import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.ServerlessFunctionBaseInformation;
import io.miso.grpc.common.SetGenericType;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import io.miso.grpc.middleware.CounterAddOrSubtractValueRequest;
import io.miso.grpc.middleware.CounterGetValueRequest;
import io.miso.grpc.middleware.DeleteCrdtRequest;
import io.miso.grpc.middleware.FlagSetValueRequest;
import io.miso.grpc.middleware.SetOrRegisterGetValueRequest;
import io.miso.grpc.middleware.SetOrRegisterSetValueRequest;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionRegisterRequest;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionUnregisterRequest;

/** The published requests of one function about the name "n" of its object "o". */
record WireRequests(String functionName) {

  StatefulObjectBaseInformation object() {
    return StatefulObjectBaseInformation.newBuilder()
        .setStatefulObjectId("o")
        .setCrdtName("n")
        .build();
  }

  ServerlessFunctionBaseInformation function() {
    return ServerlessFunctionBaseInformation.newBuilder()
        .setServerlessFunctionName(functionName)
        .build();
  }

  CounterAddOrSubtractValueRequest amount(long amount) {
    return CounterAddOrSubtractValueRequest.newBuilder()
        .setStatefulObjectBase(object())
        .setFunctionBase(function())
        .setValue(amount)
        .build();
  }

  /** Reads a counter or a flag. */
  CounterGetValueRequest get() {
    return CounterGetValueRequest.newBuilder()
        .setStatefulObjectBase(object())
        .setFunctionBase(function())
        .build();
  }

  FlagSetValueRequest flag(boolean value) {
    return FlagSetValueRequest.newBuilder()
        .setStatefulObjectBase(object())
        .setFunctionBase(function())
        .setValue(value)
        .build();
  }

  SetOrRegisterSetValueRequest element(CRDTSetType type, SetGenericType kind, String text) {
    return SetOrRegisterSetValueRequest.newBuilder()
        .setStatefulObjectBase(object())
        .setFunctionBase(function())
        .setCrdtType(type)
        .setSetValueType(kind)
        .setValue(text)
        .build();
  }

  SetOrRegisterGetValueRequest elements(CRDTSetType type, SetGenericType kind) {
    return SetOrRegisterGetValueRequest.newBuilder()
        .setStatefulObjectBase(object())
        .setFunctionBase(function())
        .setCrdtType(type)
        .setType(kind)
        .build();
  }

  DeleteCrdtRequest delete() {
    return DeleteCrdtRequest.newBuilder()
        .setStatefulObjectBase(object())
        .setFunctionBase(function())
        .build();
  }

  ServerlessFunctionRegisterRequest register() {
    return ServerlessFunctionRegisterRequest.newBuilder()
        .setFunctionBase(function())
        .setPodName("pod")
        .build();
  }

  ServerlessFunctionUnregisterRequest unregister() {
    return ServerlessFunctionUnregisterRequest.newBuilder()
        .setFunctionBase(function())
        .setPodName("pod")
        .build();
  }
}
