package io.miso.sdk.remote;

import io.grpc.MethodDescriptor;
import io.miso.grpc.common.BoolResponse;
import io.miso.grpc.common.CounterResponse;
import io.miso.grpc.common.FlagSetValueReponse;
import io.miso.grpc.common.SetOrRegisterValueResponse;
import io.miso.grpc.middleware.CounterAddOrSubtractValueRequest;
import io.miso.grpc.middleware.EWFlagServiceGrpc;
import io.miso.grpc.middleware.GCounterServiceGrpc;
import io.miso.grpc.middleware.MVRegisterServiceGrpc;
import io.miso.grpc.middleware.PNCounterServiceGrpc;
import io.miso.grpc.middleware.SetOrRegisterSetValueRequest;
import io.miso.grpc.middleware.SetServiceGrpc;
import io.miso.grpc.middleware.StatefulObjectServiceGrpc;
import io.miso.grpc.node.v1.DeleteObjectRequest;
import io.miso.grpc.node.v1.DeleteObjectResponse;
import io.miso.grpc.node.v1.ListRequest;
import io.miso.grpc.node.v1.ListResponse;
import io.miso.grpc.node.v1.NodeLabel;
import io.miso.grpc.node.v1.NodeServiceGrpc;
import io.miso.grpc.node.v1.SyncRequest;
import io.miso.grpc.node.v1.SyncResponse;
import io.miso.grpc.overlay.discovery.function.OverlayFunctionDiscoveryServiceGrpc;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionRegisterResponse;
import io.miso.sdk.ConnectionSettings;
import io.miso.sdk.CrdtEntry;
import io.miso.sdk.Element;
import io.miso.sdk.NodeInfo;
import io.miso.sdk.SyncResult;
import io.miso.sdk.binding.Binding;
import io.miso.sdk.binding.CrdtKind;
import io.miso.sdk.binding.CrdtRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Each operation as one unary call. */
final class RemoteBinding implements Binding {

  private final ConnectionSettings settings;
  private final Connection connection;
  private final UnaryCalls calls;
  private final Requests requests;
  private final Registration registration;

  RemoteBinding(ConnectionSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
    this.calls = new UnaryCalls(connection);
    this.requests = new Requests(settings);
    this.registration = new Registration(this::registerOnce, this::unregisterOnce);
    connection.onConnected(registration::connected);
  }

  @Override
  public String function() {
    return settings.function();
  }

  @Override
  public Duration callTimeout() {
    return settings.callTimeout();
  }

  @Override
  public CompletionStage<Long> add(CrdtRef counter, long amount) {
    MethodDescriptor<CounterAddOrSubtractValueRequest, CounterResponse> method =
        counter.kind() == CrdtKind.GCOUNTER
            ? GCounterServiceGrpc.getAddMethod()
            : PNCounterServiceGrpc.getAddMethod();
    return calls.write(method, requests.change(counter, amount), CounterResponse::getValue);
  }

  @Override
  public CompletionStage<Long> subtract(CrdtRef counter, long amount) {
    return calls.write(
        PNCounterServiceGrpc.getSubtractMethod(),
        requests.change(counter, amount),
        CounterResponse::getValue);
  }

  @Override
  public CompletionStage<Long> count(CrdtRef counter) {
    return calls.read(
        counter.kind() == CrdtKind.GCOUNTER
            ? GCounterServiceGrpc.getGetValueMethod()
            : PNCounterServiceGrpc.getGetValueMethod(),
        requests.read(counter),
        CounterResponse::getValue);
  }

  @Override
  public CompletionStage<@Nullable Void> add(CrdtRef set, Element element) {
    return change(SetServiceGrpc.getAddMethod(), set, element);
  }

  @Override
  public CompletionStage<@Nullable Void> remove(CrdtRef set, Element element) {
    return change(SetServiceGrpc.getRemoveORSetMethod(), set, element);
  }

  @Override
  public CompletionStage<@Nullable Void> assign(CrdtRef register, Element value) {
    return change(MVRegisterServiceGrpc.getAssignMethod(), register, value);
  }

  @Override
  public CompletionStage<Boolean> contains(CrdtRef set, Element element) {
    return elements(set, element.kind()).thenApply(elements -> elements.contains(element));
  }

  @Override
  public CompletionStage<List<Element>> elements(CrdtRef setOrRegister, Element.Kind asked) {
    return calls.read(
        setOrRegister.kind() == CrdtKind.MV_REGISTER
            ? MVRegisterServiceGrpc.getGetValueMethod()
            : SetServiceGrpc.getGetValueMethod(),
        requests.read(setOrRegister, asked),
        WireElements::elements);
  }

  @Override
  public CompletionStage<@Nullable Void> assign(CrdtRef flag, boolean value) {
    return calls.write(
        EWFlagServiceGrpc.getAssignMethod(), requests.change(flag, value), reply -> null);
  }

  @Override
  public CompletionStage<Boolean> isEnabled(CrdtRef flag) {
    return calls.read(
        EWFlagServiceGrpc.getGetValueMethod(), requests.read(flag), FlagSetValueReponse::getValue);
  }

  @Override
  public CompletionStage<Boolean> delete(String objectId, String name) {
    return calls.write(
        StatefulObjectServiceGrpc.getRemoveMethod(),
        requests.delete(objectId, name),
        BoolResponse::getResponse);
  }

  @Override
  public CompletionStage<Integer> deleteObject(String objectId) {
    return calls.write(
        NodeServiceGrpc.getDeleteObjectMethod(),
        DeleteObjectRequest.newBuilder().setObject(requests.object(objectId)).build(),
        DeleteObjectResponse::getDeleted);
  }

  @Override
  public CompletionStage<List<CrdtEntry>> list(String objectId) {
    return calls.read(
        NodeServiceGrpc.getListMethod(),
        ListRequest.newBuilder().setObject(requests.object(objectId)).build(),
        RemoteBinding::entries);
  }

  @Override
  public CompletionStage<SyncResult> sync(String objectId, Duration timeout) {
    return calls.read(
        NodeServiceGrpc.getSyncMethod(),
        SyncRequest.newBuilder()
            .setObject(requests.object(objectId))
            .setTimeoutMs((int) timeout.toMillis())
            .build(),
        timeout.plus(settings.callTimeout()),
        RemoteBinding::result);
  }

  @Override
  public CompletionStage<Boolean> register() {
    return registration.register();
  }

  @Override
  public CompletionStage<Boolean> unregister() {
    return registration.unregister();
  }

  @Override
  public void close() {
    registration.close();
    connection.close();
  }

  private CompletableFuture<Boolean> registerOnce() {
    return calls.write(
        OverlayFunctionDiscoveryServiceGrpc.getRegisterServerlessFunctionMethod(),
        requests.register(),
        ServerlessFunctionRegisterResponse::getAcknowledged);
  }

  private CompletableFuture<Boolean> unregisterOnce() {
    return calls.write(
        OverlayFunctionDiscoveryServiceGrpc.getUnregisterServerlessFunctionMethod(),
        requests.unregister(),
        ServerlessFunctionRegisterResponse::getAcknowledged);
  }

  /** The reply carries the whole set, which nobody asked for. */
  private CompletionStage<@Nullable Void> change(
      MethodDescriptor<SetOrRegisterSetValueRequest, SetOrRegisterValueResponse> method,
      CrdtRef setOrRegister,
      Element element) {
    return calls.write(method, requests.change(setOrRegister, element), reply -> null);
  }

  private static List<CrdtEntry> entries(ListResponse reply) {
    return reply.getCrdtsList().stream()
        .map(entry -> new CrdtEntry(entry.getName(), entry.getType()))
        .toList();
  }

  private static SyncResult result(SyncResponse reply) {
    return new SyncResult(
        nodes(reply.getAcknowledgedList()),
        nodes(reply.getMissingList()),
        nodes(reply.getUnreachableList()));
  }

  private static List<NodeInfo> nodes(List<NodeLabel> labels) {
    return labels.stream()
        .map(label -> new NodeInfo(label.getNodeId(), label.getName(), label.getAddress()))
        .toList();
  }
}
