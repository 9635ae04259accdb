package io.miso.node.state;

import akka.actor.typed.ActorRef;
import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.ReplicaId;
import io.miso.node.function.FunctionUse;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.KeyHash;
import io.miso.node.operation.Outcome.Refused;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One CRDT of this node as other threads see it: whom to ask, and the latest acknowledged state. States are immutable, so whoever reads
 * one has a consistent snapshot for free. Only the CRDT's actor publishes.
 */
public final class CrdtHandle {

  /**
   * A state and how it came about.
   *
   * @param restored whether peers were asked for what they hold
   * @param version counts the changes of the state
   * @param joinedVersion the version after the last change that came from a peer
   * @param replica under which this copy writes; null before its first write
   * @param quietAtMs two intervals after the last change: from then on a peer without it lacks it
   */
  public record Published(
      Crdt<?> state,
      boolean restored,
      long version,
      long joinedVersion,
      @Nullable ReplicaId replica,
      long quietAtMs) {

    /** Nothing heard of. */
    static Published empty(CrdtType type, boolean restored) {
      return new Published(type.empty(), restored, 0, 0, null, 0);
    }
  }

  private final CrdtKey key;
  private final NameSlot slot;
  private final FunctionUse use;
  private final long keyHash;
  private volatile Published published;
  private volatile @Nullable ActorRef<CrdtActor.Command> actor;

  CrdtHandle(CrdtKey key, NameSlot slot, FunctionUse use, boolean restored) {
    this.key = key;
    this.slot = slot;
    this.use = use;
    this.keyHash = KeyHash.of(key);
    this.published = Published.empty(key.type(), restored);
  }

  /** From now on operations and joins go straight to the actor. */
  void startedAs(ActorRef<CrdtActor.Command> ref) {
    actor = ref;
  }

  public CrdtKey key() {
    return key;
  }

  /** See {@link KeyHash}. */
  public long keyHash() {
    return keyHash;
  }

  NameSlot slot() {
    return slot;
  }

  public FunctionUse use() {
    return use;
  }

  /** Whether there is an actor; none is needed for a copy that was read and that nobody has written. */
  public boolean isStarted() {
    return actor != null;
  }

  public ActorRef<CrdtActor.Command> actor() {
    return Objects.requireNonNull(actor, "not started");
  }

  public Published published() {
    return published;
  }

  void publish(Published latest) {
    published = latest;
  }

  /** For operations on a name that answers for another type. */
  Refused otherType() {
    return slot.otherType(key);
  }

  /** Whether the name answers for this type and the state carries content. */
  public boolean listed() {
    return published.state().isLive() && slot.answersFor(key.type());
  }

  /** The state for a read that need not wait: restored, and of the type the name answers for. */
  public Optional<Crdt<?>> readable() {
    Published latest = published;
    return latest.restored() && slot.answersFor(key.type())
        ? Optional.of(latest.state())
        : Optional.empty();
  }
}
