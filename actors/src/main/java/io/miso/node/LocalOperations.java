package io.miso.node;

import io.miso.crdt.Crdt;
import io.miso.grpc.node.v1.StatusResponse;
import io.miso.node.function.FunctionDiscovery;
import io.miso.node.function.FunctionUse;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.NodeLeftException;
import io.miso.node.operation.NodeOperations;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.operation.SyncResult;
import io.miso.node.operation.Update;
import io.miso.node.replication.PeersActor;
import io.miso.node.state.CrdtActor;
import io.miso.node.state.CrdtHandle;
import io.miso.node.state.ReplicationIntervals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Operations of local functions, straight to the actors they concern. */
final class LocalOperations implements NodeOperations {
  private final NodeAssembly node;
  private final NodeGuardian.Started actors;
  private final StatusReport status;
  private final LongAdder operations = new LongAdder();
  private volatile boolean leaving;

  LocalOperations(NodeAssembly node, NodeGuardian.Started actors, StatusReport status) {
    this.node = node;
    this.actors = actors;
    this.status = status;
  }

  @Override
  public CompletionStage<Outcome> update(CrdtKey key, Update update) {
    CompletableFuture<Outcome> reply = new CompletableFuture<>();
    submit(key, new CrdtActor.Apply(update, reply));
    return reply;
  }

  @Override
  public CompletionStage<Outcome> read(CrdtKey key) {
    @Nullable CrdtHandle handle = node.crdts().get(key);
    if (handle != null) {
      Optional<Crdt<?>> readable = handle.readable();
      if (readable.isPresent()) {
        operations.increment();
        handle.use().touch();
        return CompletableFuture.completedFuture(new Outcome.Done(readable.get()));
      }
    }
    CompletableFuture<Outcome> reply = new CompletableFuture<>();
    submit(key, new CrdtActor.Read(reply));
    return reply;
  }

  /** From now on operations are refused, so that nothing is acknowledged that nobody would be told of. */
  void leave() {
    leaving = true;
  }

  private void submit(CrdtKey key, CrdtActor.Operation operation) {
    if (leaving) {
      operation.reply().complete(new Refused(Reason.UNAVAILABLE, "", "this node is leaving"));
      return;
    }
    operations.increment();
    @Nullable CrdtHandle handle = node.crdts().get(key);
    if (handle != null && handle.isStarted()) {
      handle.use().touch();
      handle.actor().tell(operation);
      return;
    }
    Optional<FunctionUse> use = node.uses().local(key.object().function());
    if (use.isEmpty()) {
      operation
          .reply()
          .complete(new Refused(
              Reason.LIMIT,
              "functionBase.serverlessFunctionName",
              "this node knows as many functions as its limit allows"));
      return;
    }
    use.get().touch();
    actors.objects().deliver(key, operation);
  }

  @Override
  public CompletionStage<Boolean> delete(ObjectKey object, String name) {
    if (leaving) {
      return left();
    }
    touch(object);
    return actors
        .objects()
        .ensureRestored(object, name)
        .thenCompose(restored -> delete(node.crdts().ofObject(object).stream()
            .filter(handle -> handle.key().name().equals(name))
            .toList()))
        .thenApply(deleted -> deleted > 0);
  }

  @Override
  public CompletionStage<Integer> deleteObject(ObjectKey object) {
    if (leaving) {
      return left();
    }
    touch(object);
    return actors
        .objects()
        .ensureRestored(object, "")
        .thenCompose(restored -> delete(node.crdts().ofObject(object)));
  }

  /** Answers how many carried content. */
  private CompletionStage<Integer> delete(List<CrdtHandle> handles) {
    List<CompletableFuture<Outcome>> replies = new ArrayList<>();
    int live = 0;
    for (CrdtHandle handle : handles) {
      live += handle.published().state().isLive() ? 1 : 0;
      CompletableFuture<Outcome> reply = new CompletableFuture<>();
      operations.increment();
      handle.actor().tell(new CrdtActor.Apply(new Update.Delete(), reply));
      replies.add(reply);
    }
    int deleted = live;
    return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
        .thenApply(done -> deleted);
  }

  @Override
  public CompletionStage<List<CrdtKey>> list(ObjectKey object) {
    if (leaving) {
      return left();
    }
    touch(object);
    return actors
        .objects()
        .ensureRestored(object, "")
        .thenApply(restored -> node.crdts().ofObject(object).stream()
            .filter(CrdtHandle::listed)
            .map(CrdtHandle::key)
            .sorted(Comparator.comparing(CrdtKey::name).thenComparing(CrdtKey::type))
            .toList());
  }

  @Override
  public CompletionStage<SyncResult> sync(ObjectKey object, Duration timeout) {
    if (leaving) {
      return left();
    }
    touch(object);
    CompletableFuture<SyncResult> reply = new CompletableFuture<>();
    actors.peers().tell(new PeersActor.Sync(object, timeout, reply));
    return reply;
  }

  @Override
  public CompletionStage<Void> setReplicationInterval(
      String function, @Nullable Duration interval) {
    return setInterval(() -> {
      node.intervals().set(function, interval);
      node.crdts().ofFunction(function).forEach(LocalOperations::intervalChanged);
    });
  }

  @Override
  public CompletionStage<Void> setReplicationInterval(CrdtKey key, @Nullable Duration interval) {
    return setInterval(() -> {
      node.intervals().set(key, interval);
      @Nullable CrdtHandle handle = node.crdts().get(key);
      if (handle != null) {
        intervalChanged(handle);
      }
    });
  }

  private CompletionStage<Void> setInterval(Runnable change) {
    if (leaving) {
      return left();
    }
    try {
      change.run();
      return CompletableFuture.completedFuture(null);
    } catch (ReplicationIntervals.LimitException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void intervalChanged(CrdtHandle handle) {
    if (handle.isStarted()) {
      handle.actor().tell(new CrdtActor.IntervalChanged());
    }
  }

  @Override
  public CompletionStage<Boolean> register(
      String function, String pod, String nodeName, String nodeIp) {
    if (leaving) {
      return left();
    }
    CompletableFuture<Boolean> reply = new CompletableFuture<>();
    actors.tellFunctions(new FunctionDiscovery.Register(function, pod, nodeName, nodeIp, reply));
    return reply;
  }

  @Override
  public CompletionStage<Boolean> unregister(String function, String pod) {
    if (leaving) {
      return left();
    }
    CompletableFuture<Boolean> reply = new CompletableFuture<>();
    actors.tellFunctions(new FunctionDiscovery.Unregister(function, pod, reply));
    return reply;
  }

  @Override
  public CompletionStage<StatusResponse> status() {
    if (leaving) {
      return left();
    }
    return status.report(operations.sum());
  }

  private static <T> CompletionStage<T> left() {
    return CompletableFuture.failedStage(new NodeLeftException());
  }

  private void touch(ObjectKey object) {
    node.uses().local(object.function()).ifPresent(FunctionUse::touch);
  }
}
