package io.miso.bench.unary;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.miso.grpc.common.CounterResponse;
import io.miso.grpc.common.StatefulObjectBaseInformation;
import io.miso.grpc.middleware.CounterAddOrSubtractValueRequest;
import io.miso.grpc.middleware.CounterGetValueRequest;
import io.miso.grpc.middleware.PNCounterService;
import io.miso.grpc.middleware.PNCounterServiceHandlerFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The server that a node is compared with: the actor system configuration, HTTP server and messages of a node, with the generated
 * handler of the one service alone and no state behind it.
 */
final class ReferenceServer implements AutoCloseable {
  /** As many bytes as the value of a counter in the middle of a run. */
  static final long VALUE = 1_000_000;

  private record Exchange(CompletableFuture<Long> reply) {}

  private final ActorSystem<Exchange> system;
  private final ServerBinding binding;

  private ReferenceServer(ActorSystem<Exchange> system, ServerBinding binding) {
    this.system = system;
    this.binding = binding;
  }

  static ReferenceServer start(Mode mode) {
    ActorSystem<Exchange> system = ActorSystem.create(emptyActor(), "miso", systemConfig());
    PNCounterService service = mode == Mode.ACTOR
        ? new Service(() -> exchange(system))
        : new Service(() -> CompletableFuture.completedFuture(VALUE));
    ServerBinding binding = Http.get(system)
        .newServerAt("127.0.0.1", 0)
        .bind(PNCounterServiceHandlerFactory.create(service, system))
        .toCompletableFuture()
        .join();
    return new ReferenceServer(system, binding);
  }

  private static Behavior<Exchange> emptyActor() {
    return Behaviors.receiveMessage(exchange -> {
      exchange.reply().complete(VALUE);
      return Behaviors.same();
    });
  }

  private static CompletionStage<Long> exchange(ActorRef<Exchange> actor) {
    CompletableFuture<Long> reply = new CompletableFuture<>();
    actor.tell(new Exchange(reply));
    return reply;
  }

  /** As a node without seeds has it. */
  private static Config systemConfig() {
    return ConfigFactory.defaultOverrides()
        .withFallback(ConfigFactory.parseResources("miso-system.conf"))
        .withFallback(ConfigFactory.load());
  }

  int port() {
    return binding.localAddress().getPort();
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  private record Service(Supplier<CompletionStage<Long>> value) implements PNCounterService {
    @Override
    public CompletionStage<CounterResponse> add(CounterAddOrSubtractValueRequest request) {
      return value.get().thenApply(number -> response(request.getStatefulObjectBase(), number));
    }

    @Override
    public CompletionStage<CounterResponse> subtract(CounterAddOrSubtractValueRequest request) {
      return value.get().thenApply(number -> response(request.getStatefulObjectBase(), number));
    }

    @Override
    public CompletionStage<CounterResponse> getValue(CounterGetValueRequest request) {
      return value.get().thenApply(number -> response(request.getStatefulObjectBase(), number));
    }

    private static CounterResponse response(StatefulObjectBaseInformation object, long value) {
      return CounterResponse.newBuilder()
          .setStatefulObjectBase(object)
          .setValue(value)
          .build();
    }
  }
}
