package io.miso.node.endpoint;

import com.google.protobuf.Timestamp;
import io.miso.grpc.overlay.discovery.function.OverlayFunctionDiscoveryService;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionFunctionInstanceMapResponeItem;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionFunctionInstanceMapResponse;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionInstance;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionRegisterRequest;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionRegisterResponse;
import io.miso.grpc.overlay.discovery.function.ServerlessFunctionUnregisterRequest;
import io.miso.grpc.overlay.discovery.function.Void;
import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionInstance;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.function.FunctionDirectory;
import io.miso.node.operation.NodeOperations;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The published registration of function instances. */
final class FunctionEndpoint implements OverlayFunctionDiscoveryService {
  private final NodeOperations operations;
  private final Requests requests;
  private final FunctionDirectory directory;

  FunctionEndpoint(NodeOperations operations, Requests requests, FunctionDirectory directory) {
    this.operations = operations;
    this.requests = requests;
    this.directory = directory;
  }

  @Override
  public CompletionStage<ServerlessFunctionRegisterResponse> registerServerlessFunction(
      ServerlessFunctionRegisterRequest request) {
    return operations
        .register(
            requests.checked(
                Requests.FUNCTION, request.getFunctionBase().getServerlessFunctionName()),
            requests.checked("podName", request.getPodName()),
            bounded("nodeName", request.getNodeName()),
            bounded("nodeIp", request.getNodeIp()))
        .thenApply(FunctionEndpoint::acknowledged);
  }

  @Override
  public CompletionStage<ServerlessFunctionRegisterResponse> unregisterServerlessFunction(
      ServerlessFunctionUnregisterRequest request) {
    return operations
        .unregister(
            requests.checked(
                Requests.FUNCTION, request.getFunctionBase().getServerlessFunctionName()),
            requests.checked("podName", request.getPodName()))
        .thenApply(FunctionEndpoint::acknowledged);
  }

  @Override
  public CompletionStage<ServerlessFunctionFunctionInstanceMapResponse> getFunctionInstanceMap(
      Void request) {
    Map<String, ServerlessFunctionFunctionInstanceMapResponeItem.Builder> items = new TreeMap<>();
    for (FunctionRow row : directory.view().rows().values()) {
      for (FunctionEntry entry : row.getFunctionsList()) {
        for (FunctionInstance instance : entry.getInstancesList()) {
          items
              .computeIfAbsent(
                  entry.getFunction(),
                  f -> ServerlessFunctionFunctionInstanceMapResponeItem.newBuilder())
              .addItems(item(instance));
        }
      }
    }
    ServerlessFunctionFunctionInstanceMapResponse.Builder response =
        ServerlessFunctionFunctionInstanceMapResponse.newBuilder();
    items.forEach((function, item) -> response.putItems(function, item.build()));
    return CompletableFuture.completedFuture(response.build());
  }

  private String bounded(String field, String text) {
    return text.isEmpty() ? text : requests.checked(field, text);
  }

  private static ServerlessFunctionInstance item(FunctionInstance instance) {
    return ServerlessFunctionInstance.newBuilder()
        .setPodName(instance.getPod())
        .setNodeName(instance.getNodeName())
        .setNodeIp(instance.getNodeIp())
        .setRegisteredAtTimestamp(timestamp(instance.getRegisteredAtMs()))
        .setLastHeartbeatTimestamp(timestamp(instance.getLastUsedMs()))
        .build();
  }

  private static Timestamp timestamp(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, 1000L))
        .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000)
        .build();
  }

  private static ServerlessFunctionRegisterResponse acknowledged(boolean acknowledged) {
    return ServerlessFunctionRegisterResponse.newBuilder()
        .setAcknowledged(acknowledged)
        .build();
  }
}
