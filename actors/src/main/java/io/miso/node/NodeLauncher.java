package io.miso.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.miso.node.endpoint.NodeServices;
import io.miso.node.identity.NodeClock;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.AkkaFinder;
import io.miso.node.overlay.MdnsFinder;
import io.miso.node.overlay.PeerFinder;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.DiscoveryMethod;
import io.miso.node.transport.GrpcPeerTransport;
import io.miso.node.transport.PeerRequests;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts a node: binds its port first, since peers are told of it, then its actors, then opens the services. */
final class NodeLauncher {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private record Begin(NodeAssembly node, CompletableFuture<NodeGuardian.Started> started) {}

  private final NodeSettings settings;
  private final CompletableFuture<NodeServices> services = new CompletableFuture<>();

  NodeLauncher(NodeSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts the node.
   *
   * @param early is given the actor system first
   */
  MisoNode start(Consumer<ActorSystem<?>> early) {
    ActorSystem<Begin> system = ActorSystem.create(guardian(), "miso", systemConfig());
    try {
      early.accept(system);
      return start(system);
    } catch (RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  private MisoNode start(ActorSystem<Begin> system) {
    GrpcPeerTransport transport = new GrpcPeerTransport(system, settings);
    ServerBinding binding = bind(system);
    int port = binding.localAddress().getPort();
    transport.bound(port);
    NodeId id = NodeId.random();
    NodeAssembly node = NodeAssembly.of(
        id, settings, NodeClock.system(), new SecureRandom(), transport, finders(system, id, port));
    CompletableFuture<NodeGuardian.Started> started = new CompletableFuture<>();
    system.tell(new Begin(node, started));
    NodeGuardian.Started actors = await(started, "the actors of the node did not start");
    String host =
        settings.advertisedHost().isEmpty() ? settings.grpcHost() : settings.advertisedHost();
    LocalOperations operations = new LocalOperations(
        node, actors, new StatusReport(node, actors.peers(), host + ":" + port));
    services.complete(new NodeServices(
        settings,
        operations,
        node.directory(),
        new PeerRequests(transport, system, settings.replication().maxFrameBytes()),
        system));
    return new MisoNode(system, node, actors, operations, binding, host);
  }

  private static Behavior<Begin> guardian() {
    return Behaviors.receive(Begin.class)
        .onMessage(Begin.class, begin -> NodeGuardian.create(begin.node(), begin.started()))
        .build();
  }

  private Config systemConfig() {
    return ConfigFactory.defaultOverrides()
        .withFallback(AkkaFinder.systemConfig(settings.discovery().seeds()))
        .withFallback(ConfigFactory.parseResources("miso-system.conf"))
        .withFallback(ConfigFactory.load());
  }

  private ServerBinding bind(ActorSystem<?> system) {
    return await(
        Http.get(system).newServerAt(settings.grpcHost(), settings.grpcPort()).bind(this::handle),
        "cannot listen");
  }

  /** Who comes while the actors start waits for them: a peer that was refused would take this node for one that is not there. */
  private CompletionStage<HttpResponse> handle(HttpRequest request) throws Exception {
    NodeServices ready = services.getNow(null);
    return ready == null
        ? services.thenCompose(started -> apply(started, request))
        : ready.apply(request);
  }

  private static CompletionStage<HttpResponse> apply(NodeServices services, HttpRequest request) {
    try {
      return services.apply(request);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private List<PeerFinder> finders(ActorSystem<?> system, NodeId id, int port) {
    List<PeerFinder> finders = new ArrayList<>();
    for (DiscoveryMethod method : settings.discovery().methods()) {
      boolean noSeeds =
          method.equals(DiscoveryMethod.CONFIG) && settings.discovery().seeds().isEmpty();
      if (!method.equals(DiscoveryMethod.MDNS) && !noSeeds) {
        finders.add(new AkkaFinder(system, method, settings.discovery(), port));
      }
    }
    if (settings.discovery().methods().contains(DiscoveryMethod.MDNS)) {
      finders.add(MdnsFinder.start(settings, id, port));
    }
    return finders;
  }

  private <T> T await(CompletionStage<T> stage, String failure) {
    try {
      return stage.toCompletableFuture().get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new NodeStartException(failure + describe(e), e);
    } catch (TimeoutException e) {
      throw new NodeStartException(failure + " within " + START_TIMEOUT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeStartException(failure + ": interrupted", e);
    }
  }

  private String describe(Throwable cause) {
    String address = settings.grpcHost() + ":" + settings.grpcPort();
    Throwable innermost = cause;
    for (@Nullable Throwable each = cause; each != null; each = each.getCause()) {
      innermost = each;
      if (each instanceof BindException) {
        return " on "
            + address
            + " ("
            + each.getMessage()
            + "): another process has the port, or the address is not of this machine;"
            + " set MISO_GRPC_PORT (0 takes a free one) or MISO_GRPC_HOST";
      }
      if (each instanceof UnresolvedAddressException) {
        return " on " + address + ": the name does not resolve; set MISO_GRPC_HOST";
      }
    }
    return " on " + address + ": " + innermost.getMessage();
  }
}
