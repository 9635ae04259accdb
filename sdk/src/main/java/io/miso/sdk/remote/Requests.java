package io.miso.sdk.remote;

import io.miso.grpc.common.CRDTSetType;
import io.miso.grpc.common.ServerlessFunctionBaseInformation;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import io.miso.grpc.middleware.CounterAddOrSubtractValueRequest;
import io.miso.grpc.middleware.CounterGetValueRequest;
import io.miso.grpc.middleware.DeleteCrdtRequest;
import io.miso.grpc.middleware.FlagSetValueRequest;
import io.miso.grpc.middleware.SetOrRegisterGetValueRequest;
import io.miso.grpc.middleware.SetOrRegisterSetValueRequest;
import io.miso.grpc.node.v1.ObjectAddress;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionRegisterRequest;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionUnregisterRequest;
import io.miso.sdk.ConnectionSettings;
import io.miso.sdk.Element;
import io.miso.sdk.binding.CrdtKind;
import io.miso.sdk.binding.CrdtRef;

/** The messages that one function instance sends. */
record Requests(ConnectionSettings settings) {

  CounterAddOrSubtractValueRequest change(CrdtRef counter, long amount) {
    return CounterAddOrSubtractValueRequest.newBuilder()
        .setStatefulObjectBase(base(counter.objectId(), counter.name()))
        .setReplicaId(settings.replicaId())
        .setValue(amount)
        .setFunctionBase(functionBase())
        .build();
  }

  CounterGetValueRequest read(CrdtRef counterOrFlag) {
    return CounterGetValueRequest.newBuilder()
        .setStatefulObjectBase(base(counterOrFlag.objectId(), counterOrFlag.name()))
        .setFunctionBase(functionBase())
        .build();
  }

  SetOrRegisterSetValueRequest change(CrdtRef setOrRegister, Element element) {
    return SetOrRegisterSetValueRequest.newBuilder()
        .setStatefulObjectBase(base(setOrRegister.objectId(), setOrRegister.name()))
        .setReplicaId(settings.replicaId())
        .setValue(WireElements.text(element))
        .setSetValueType(WireElements.type(element.kind()))
        .setCrdtType(type(setOrRegister.kind()))
        .setFunctionBase(functionBase())
        .build();
  }

  SetOrRegisterGetValueRequest read(CrdtRef setOrRegister, Element.Kind asked) {
    return SetOrRegisterGetValueRequest.newBuilder()
        .setStatefulObjectBase(base(setOrRegister.objectId(), setOrRegister.name()))
        .setReplicaId(settings.replicaId())
        .setType(WireElements.type(asked))
        .setCrdtType(type(setOrRegister.kind()))
        .setFunctionBase(functionBase())
        .build();
  }

  FlagSetValueRequest change(CrdtRef flag, boolean value) {
    return FlagSetValueRequest.newBuilder()
        .setStatefulObjectBase(base(flag.objectId(), flag.name()))
        .setReplicaId(settings.replicaId())
        .setValue(value)
        .setFunctionBase(functionBase())
        .build();
  }

  DeleteCrdtRequest delete(String objectId, String name) {
    return DeleteCrdtRequest.newBuilder()
        .setStatefulObjectBase(base(objectId, name))
        .setFunctionBase(functionBase())
        .build();
  }

  ObjectAddress object(String objectId) {
    return ObjectAddress.newBuilder()
        .setFunction(settings.function())
        .setObjectId(objectId)
        .build();
  }

  ServerlessFunctionRegisterRequest register() {
    return ServerlessFunctionRegisterRequest.newBuilder()
        .setFunctionBase(functionBase())
        .setPodName(settings.replicaId())
        .setNodeName(settings.nodeName())
        .setNodeIp(settings.host())
        .build();
  }

  ServerlessFunctionUnregisterRequest unregister() {
    return ServerlessFunctionUnregisterRequest.newBuilder()
        .setFunctionBase(functionBase())
        .setPodName(settings.replicaId())
        .build();
  }

  private ServerlessFunctionBaseInformation functionBase() {
    return ServerlessFunctionBaseInformation.newBuilder()
        .setServerlessFunctionName(settings.function())
        .build();
  }

  private static StatefulObjectBaseInformation base(String objectId, String name) {
    return StatefulObjectBaseInformation.newBuilder()
        .setStatefulObjectId(objectId)
        .setCrdtName(name)
        .build();
  }

  private static CRDTSetType type(CrdtKind kind) {
    return switch (kind) {
      case GCOUNTER -> CRDTSetType.GCOUNTER;
      case PNCOUNTER -> CRDTSetType.PNCOUNTER;
      case GSET -> CRDTSetType.GSET;
      case OR_SET -> CRDTSetType.ORSET;
      case MV_REGISTER -> CRDTSetType.MVREGISTER;
      case EW_FLAG -> CRDTSetType.EWFLAG;
    };
  }
}
