package io.miso.sdk.embedded;

import io.miso.crdt.CrdtType;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.NodeOperations;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Update;
import io.miso.sdk.CrdtEntry;
import io.miso.sdk.Element;
import io.miso.sdk.MisoException;
import io.miso.sdk.NodeInfo;
import io.miso.sdk.SyncResult;
import io.miso.sdk.binding.Binding;
import io.miso.sdk.binding.CrdtKind;
import io.miso.sdk.binding.CrdtRef;
import io.miso.sdk.binding.Fields;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Each operation as a call of the node in this process. */
final class NodeBinding implements Binding {

  /** Above the bounded waits of a node, such as that for the first restore. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private final NodeOperations node;
  private final Instance instance;
  private final NameLimit limit;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * What is registered.
   *
   * @param pod names this instance of the function
   */
  record Instance(String function, String pod, String nodeName, String nodeIp) {}

  NodeBinding(NodeOperations node, Instance instance, NameLimit limit, Runnable onClose) {
    this.node = node;
    this.instance = instance;
    this.limit = limit;
    this.onClose = onClose;
  }

  @Override
  public String function() {
    return instance.function();
  }

  @Override
  public Duration callTimeout() {
    return CALL_TIMEOUT;
  }

  @Override
  public CompletionStage<Long> add(CrdtRef counter, long amount) {
    return update(counter, new Update.CounterAdd(amount)).thenApply(NodeBinding::count);
  }

  @Override
  public CompletionStage<Long> subtract(CrdtRef counter, long amount) {
    return update(counter, new Update.CounterSubtract(amount)).thenApply(NodeBinding::count);
  }

  @Override
  public CompletionStage<Long> count(CrdtRef counter) {
    return read(counter).thenApply(NodeBinding::count);
  }

  @Override
  public CompletionStage<@Nullable Void> add(CrdtRef set, Element element) {
    return done(set, new Update.SetAdd(NodeElements.value(element)));
  }

  @Override
  public CompletionStage<@Nullable Void> remove(CrdtRef set, Element element) {
    return done(set, new Update.SetRemove(NodeElements.value(element)));
  }

  @Override
  public CompletionStage<Boolean> contains(CrdtRef set, Element element) {
    return read(set)
        .thenApply(
            outcome -> Outcomes.contains(Outcomes.state(outcome), NodeElements.value(element)));
  }

  @Override
  public CompletionStage<@Nullable Void> assign(CrdtRef register, Element value) {
    return done(register, new Update.RegisterAssign(NodeElements.value(value)));
  }

  @Override
  public CompletionStage<List<Element>> elements(CrdtRef setOrRegister, Element.Kind asked) {
    return read(setOrRegister)
        .thenApply(outcome -> NodeElements.elements(Outcomes.values(Outcomes.state(outcome))));
  }

  @Override
  public CompletionStage<@Nullable Void> assign(CrdtRef flag, boolean value) {
    return done(flag, new Update.FlagAssign(value));
  }

  @Override
  public CompletionStage<Boolean> isEnabled(CrdtRef flag) {
    return read(flag).thenApply(outcome -> Outcomes.isEnabled(Outcomes.state(outcome)));
  }

  @Override
  public CompletionStage<Boolean> delete(String objectId, String name) {
    return changing(open().delete(object(objectId), limit.require(Fields.CRDT_NAME, name)));
  }

  @Override
  public CompletionStage<Integer> deleteObject(String objectId) {
    return changing(open().deleteObject(object(objectId)));
  }

  @Override
  public CompletionStage<List<CrdtEntry>> list(String objectId) {
    return reading(open().list(object(objectId)))
        .thenApply(keys -> keys.stream()
            .map(key -> new CrdtEntry(key.name(), key.type().name()))
            .toList());
  }

  @Override
  public CompletionStage<SyncResult> sync(String objectId, Duration timeout) {
    return reading(open().sync(object(objectId), timeout))
        .thenApply(result -> new SyncResult(
            nodes(result.acknowledged()), nodes(result.missing()), nodes(result.unreachable())));
  }

  @Override
  public CompletionStage<Boolean> register() {
    return changing(open()
        .register(instance.function(), instance.pod(), instance.nodeName(), instance.nodeIp()));
  }

  @Override
  public CompletionStage<Boolean> unregister() {
    return changing(open().unregister(instance.function(), instance.pod()));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }

  private NodeOperations open() {
    if (closed.get()) {
      throw new IllegalStateException("this Miso is closed");
    }
    return node;
  }

  private CompletionStage<Outcome> read(CrdtRef ref) {
    return reading(open().read(key(ref)));
  }

  private CompletionStage<Outcome> update(CrdtRef ref, Update update) {
    return changing(open().update(key(ref), update));
  }

  private CompletionStage<@Nullable Void> done(CrdtRef ref, Update update) {
    return update(ref, update).thenApply(outcome -> {
      Outcomes.state(outcome);
      return null;
    });
  }

  private static long count(Outcome outcome) {
    return Outcomes.count(Outcomes.state(outcome));
  }

  /** A node that leaves while it is asked gives no answer; a change it was asked for may have been applied and sent. */
  private static <T> CompletionStage<T> changing(CompletionStage<T> stage) {
    return failing(
        stage,
        cause -> new MisoException.Unconfirmed(
            "no answer from the embedded node; the change may or may not have been applied",
            cause));
  }

  private static <T> CompletionStage<T> reading(CompletionStage<T> stage) {
    return failing(
        stage, cause -> new MisoException.Unavailable("no answer from the embedded node", cause));
  }

  private static <T> CompletionStage<T> failing(
      CompletionStage<T> stage, Function<Throwable, MisoException> told) {
    BiFunction<T, @Nullable Throwable, T> answer = (value, failure) -> {
      if (failure == null) {
        return value;
      }
      Throwable cause = unwrapped(failure);
      throw Outcomes.isLimit(cause)
          ? new MisoException.LimitExceeded(String.valueOf(cause.getMessage()), cause)
          : told.apply(cause);
    };
    return stage.handle(answer);
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private ObjectKey object(String objectId) {
    return new ObjectKey(instance.function(), limit.require(Fields.OBJECT_ID, objectId));
  }

  private CrdtKey key(CrdtRef ref) {
    return new CrdtKey(
        object(ref.objectId()), limit.require(Fields.CRDT_NAME, ref.name()), type(ref.kind()));
  }

  private static CrdtType type(CrdtKind kind) {
    return switch (kind) {
      case GCOUNTER -> CrdtType.GCOUNTER;
      case PNCOUNTER -> CrdtType.PNCOUNTER;
      case GSET -> CrdtType.GSET;
      case OR_SET -> CrdtType.OR_SET;
      case MV_REGISTER -> CrdtType.MV_REGISTER;
      case EW_FLAG -> CrdtType.EW_FLAG;
    };
  }

  private static List<NodeInfo> nodes(List<io.miso.node.operation.SyncResult.NodeInfo> nodes) {
    return nodes.stream()
        .map(node -> new NodeInfo(node.nodeId(), node.name(), node.address()))
        .toList();
  }
}
