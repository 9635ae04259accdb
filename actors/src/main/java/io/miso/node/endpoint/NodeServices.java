package io.miso.node.endpoint;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.scaladsl.model.Uri;
import akka.japi.function.Function;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import io.miso.grpc.middleware.EWFlagService;
import io.miso.grpc.middleware.EWFlagServiceHandlerFactory;
import io.miso.grpc.middleware.GCounterService;
import io.miso.grpc.middleware.GCounterServiceHandlerFactory;
import io.miso.grpc.middleware.MVRegisterService;
import io.miso.grpc.middleware.MVRegisterServiceHandlerFactory;
import io.miso.grpc.middleware.PNCounterService;
import io.miso.grpc.middleware.PNCounterServiceHandlerFactory;
import io.miso.grpc.middleware.SetService;
import io.miso.grpc.middleware.SetServiceHandlerFactory;
import io.miso.grpc.middleware.StatefulObjectService;
import io.miso.grpc.middleware.StatefulObjectServiceHandlerFactory;
import io.miso.grpc.node.v1.NodeService;
import io.miso.grpc.node.v1.NodeServiceHandlerFactory;
import io.miso.grpc.overlay.discovery.function.OverlayFunctionDiscoveryService;
import io.miso.grpc.overlay.discovery.function.OverlayFunctionDiscoveryServiceHandlerFactory;
import io.miso.grpc.replication.v1.ReplicationService;
import io.miso.node.function.FunctionDirectory;
import io.miso.node.operation.NodeOperations;
import io.miso.node.settings.NodeSettings;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Every service of a node as one HTTP handler, found by the first segment of the path. */
public final class NodeServices implements Function<HttpRequest, CompletionStage<HttpResponse>> {
  private static final long serialVersionUID = 1;

  private final transient Map<String, Function<HttpRequest, CompletionStage<HttpResponse>>> byName;

  private final transient ActorSystem<?> system;
  private final transient RequestBody body;

  public NodeServices(
      NodeSettings settings,
      NodeOperations operations,
      FunctionDirectory directory,
      Function<HttpRequest, CompletionStage<HttpResponse>> replication,
      ActorSystem<?> system) {
    Requests requests = new Requests(settings.limits());
    CounterEndpoints counters = new CounterEndpoints(operations, requests);
    ElementEndpoints elements = new ElementEndpoints(operations, requests);
    FlagEndpoint flags = new FlagEndpoint(operations, requests);
    ObjectEndpoint objects = new ObjectEndpoint(operations, requests);
    FunctionEndpoint functions = new FunctionEndpoint(operations, requests, directory);
    NodeEndpoint node = new NodeEndpoint(operations, requests, settings.defaultSyncTimeout());
    Materializer mat = SystemMaterializer.get(system).materializer();
    this.system = system;
    body = new RequestBody(
        RequestLimit.of(settings.limits()),
        new RequestBudget(settings.limits().requestBytesInFlight()),
        mat);
    byName = Map.of(
        PNCounterService.name,
        PNCounterServiceHandlerFactory.partial(
            counters.positiveNegative(), PNCounterService.name, mat, Statuses::handler, system),
        GCounterService.name,
        GCounterServiceHandlerFactory.partial(
            counters.growing(), GCounterService.name, mat, Statuses::handler, system),
        SetService.name,
        SetServiceHandlerFactory.partial(
            elements.sets(), SetService.name, mat, Statuses::handler, system),
        MVRegisterService.name,
        MVRegisterServiceHandlerFactory.partial(
            elements.registers(), MVRegisterService.name, mat, Statuses::handler, system),
        EWFlagService.name,
        EWFlagServiceHandlerFactory.partial(
            flags, EWFlagService.name, mat, Statuses::handler, system),
        StatefulObjectService.name,
        StatefulObjectServiceHandlerFactory.partial(
            objects, StatefulObjectService.name, mat, Statuses::handler, system),
        OverlayFunctionDiscoveryService.name,
        OverlayFunctionDiscoveryServiceHandlerFactory.partial(
            functions, OverlayFunctionDiscoveryService.name, mat, Statuses::handler, system),
        NodeService.name,
        NodeServiceHandlerFactory.partial(node, NodeService.name, mat, Statuses::handler, system),
        ReplicationService.name,
        replication);
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
    String service = service(request);
    Function<HttpRequest, CompletionStage<HttpResponse>> handler = byName.get(service);
    if (handler == null) {
      return CompletableFuture.completedFuture(notFound(request));
    }
    return answered(request, service, handler)
        .exceptionally(failure -> Statuses.response(failure, system));
  }

  /** Streams of peers are decoded as they come; any other request is checked as a whole first. */
  private CompletionStage<HttpResponse> answered(
      HttpRequest request,
      String service,
      Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    return service.equals(ReplicationService.name)
        ? RequestBody.applied(handler, request)
        : body.answered(request, handler);
  }

  private HttpResponse notFound(HttpRequest request) {
    if (!request.entity().getContentType().mediaType().subType().startsWith("grpc")) {
      return HttpResponse.create().withStatus(StatusCodes.NOT_FOUND);
    }
    String path = request.getUri().path();
    return Statuses.response(
        Statuses.unimplemented("this node serves no '" + path + "'; its services are "
            + byName.keySet().stream().sorted().collect(Collectors.joining(", "))),
        system);
  }

  /**
   * The first of exactly two segments of the path as it was parsed; to ask for its text is to encode the whole path, on every request.
   */
  private static String service(HttpRequest request) {
    Uri.Path path = ((akka.http.scaladsl.model.HttpRequest) request).uri().path();
    if (!path.startsWithSlash()
        || path.tail().isEmpty()
        || !(path.tail().head() instanceof String service)) {
      return "";
    }
    Uri.Path rest = path.tail().tail();
    return rest.startsWithSlash()
            && !rest.tail().isEmpty()
            && rest.tail().tail().isEmpty()
        ? service
        : "";
  }
}
