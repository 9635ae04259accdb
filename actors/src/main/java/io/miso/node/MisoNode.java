package io.miso.node;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import io.miso.node.operation.NodeOperations;
import io.miso.node.overlay.NodeDiscovery;
import io.miso.node.replication.PeersActor;
import io.miso.node.settings.NodeSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running MISO node: the daemon's, or one embedded in a function. States are in memory alone in this version, and the node id is new at
 * each start. Thread-safe.
 */
public final class MisoNode implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MisoNode.class);

  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration UNBIND_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final ActorSystem<?> system;
  private final NodeAssembly assembly;
  private final NodeGuardian.Started actors;
  private final LocalOperations operations;
  private final ServerBinding binding;
  private final String host;
  private final AtomicBoolean closing = new AtomicBoolean();

  MisoNode(
      ActorSystem<?> system,
      NodeAssembly assembly,
      NodeGuardian.Started actors,
      LocalOperations operations,
      ServerBinding binding,
      String host) {
    this.system = system;
    this.assembly = assembly;
    this.actors = actors;
    this.operations = operations;
    this.binding = binding;
    this.host = host;
  }

  /**
   * Starts a node with an actor system of its own and blocks until it listens.
   *
   * @throws NodeStartException with a line for whoever started it, for example when the port is taken
   */
  public static MisoNode start(NodeSettings settings) {
    return start(settings, system -> {});
  }

  /**
   * As {@link #start(NodeSettings)}.
   *
   * @param early is given the actor system before the node listens, for what has to answer while it starts; what it throws ends
   *     the start
   */
  public static MisoNode start(NodeSettings settings, Consumer<ActorSystem<?>> early) {
    return new NodeLauncher(settings).start(early);
  }

  /** What the node does for its local functions. */
  public NodeOperations operations() {
    return operations;
  }

  /** 32 hex digits. */
  public String nodeId() {
    return assembly.id().hex();
  }

  public NodeSettings settings() {
    return assembly.settings();
  }

  /** The address it can be reached at: the one configured for peers, else the bound one. */
  public String host() {
    return host;
  }

  /** The port it listens on. */
  public int port() {
    return binding.localAddress().getPort();
  }

  public ActorSystem<?> system() {
    return system;
  }

  /** Completes when the first discovery round is over: from then on first operations do not wait for it. Bounded, never fails. */
  public CompletionStage<Void> firstRound() {
    return assembly.firstRound().over();
  }

  /**
   * Completes where the other nodes take this one for gone, because it was away for long or another took its address: they tell it of no
   * changes any more. Never fails.
   */
  public CompletionStage<Void> forgotten() {
    return assembly.forgotten().minimalCompletionStage();
  }

  /**
   * Leaves: refuses further operations, hands what is pending to the peers that can be reached, says goodbye and stops. Bounded by about
   * fifteen seconds; idempotent.
   */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    operations.leave();
    await("handing over what is pending", drained(), DRAIN_TIMEOUT);
    CompletableFuture<akka.Done> left = new CompletableFuture<>();
    actors.tellNodes(new NodeDiscovery.Leave(left));
    await("saying goodbye", left, LEAVE_TIMEOUT);
    await("closing connections", binding.terminate(UNBIND_TIMEOUT), UNBIND_TIMEOUT.plusSeconds(1));
    system.terminate();
    await("stopping", system.getWhenTerminated(), STOP_TIMEOUT);
  }

  private CompletionStage<Void> drained() {
    return CompletableFuture.allOf(assembly.crdts().functions().stream()
            .map(actors.objects()::flush)
            .toArray(CompletableFuture[]::new))
        .thenCompose(flushed -> {
          CompletableFuture<Void> drained = new CompletableFuture<>();
          actors.peers().tell(new PeersActor.Drain(key -> true, drained));
          return drained;
        });
  }

  private static void await(String what, CompletionStage<?> stage, Duration timeout) {
    try {
      stage.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.warn("{} took longer than {} ms; going on", what, timeout.toMillis());
    } catch (ExecutionException e) {
      log.warn("{} failed", what, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
