package io.miso.node.state;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.Mutation;
import io.miso.crdt.ReplicaId;
import io.miso.node.identity.NodeClock;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Done;
import io.miso.node.operation.Update;
import io.miso.node.state.CrdtHandle.Published;
import io.miso.node.state.Replication.Holders;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One copy of one CRDT: pure, state and input in, state and effects out. It answers operations once peers were asked what they hold, joins what
 * they send, and gathers its own changes until the debounce interval that the first of them started is over (the audit-time rule).
 */
final class CrdtCopy {

  /** What follows from an input; called while it is handled, in order. */
  interface Effects {

    /** The state and what is known of it, for everybody to see; before any acknowledgement of it. */
    void publish(Published latest);

    /** The first state of this copy came into being. */
    void held();

    /**
     * Hands a delta to the peers that run the function.
     *
     * @param sinceMs when the first local update in it was, by the steady clock
     */
    void send(Crdt<?> delta, long sinceMs);

    /**
     * Has {@link #debounceElapsed} called after an interval. One of zero ends once the operations are handled that wait already: they share one
     * delta.
     */
    void startDebounce(Duration interval);

    void stopDebounce();

    /** Asks peers what they hold under the name; ends with {@link #restored}. */
    void askPeers();

    /** The name belongs to several types now, the one that it answers for first. */
    void conflict(List<CrdtType> types);

    /** A peer knows events under this copy's replica id that the copy never wrote. */
    void impersonated();
  }

  /**
   * What the copies of a node share.
   *
   * @param births gives out the replica ids of the node
   * @param lives gives out the first versions of copies, each far above those of all copies before, so that what is known of one is never
   *     taken for known of another
   * @param collectAfter how long what a deletion left stays unchanged before it may be dropped
   */
  record Scope(
      Births births,
      LongSupplier lives,
      UpdateRules rules,
      ReplicationIntervals intervals,
      Duration collectAfter,
      NodeClock clock) {

    /** Where replica ids come from: {@link io.miso.node.identity.Births}. */
    @FunctionalInterface
    interface Births {
      ReplicaId next();

      /** Whether an id may still be written under. */
      default boolean valid(ReplicaId replica) {
        return true;
      }
    }
  }

  /** For updates that write no event of their own. */
  private static final ReplicaId UNWRITTEN = new ReplicaId(0, 0, 1);

  private final CrdtKey key;
  private final NameSlot slot;
  private final Scope scope;
  private final Effects effects;
  private Published latest;
  private @Nullable Crdt<?> pending;
  private long pendingSinceMs;
  private boolean debouncing;
  private boolean asking;

  /** Peers that are known to have the latest state. */
  private final Set<NodeId> knowing = new HashSet<>();

  /**
   * A copy that goes on from what was published before it, if anything was: what was pending is lost, and the whole state says at least as
   * much.
   */
  CrdtCopy(CrdtKey key, NameSlot slot, Scope scope, Published before, Effects effects) {
    this.key = key;
    this.slot = slot;
    this.scope = scope;
    this.latest = before;
    this.effects = effects;
    if (before.version() > 0) {
      addPending(before.state());
    }
  }

  /** Whether operations may go on. Where not, peers are asked, once, and {@link #restored} tells when to come again. */
  boolean ready() {
    if (!latest.restored() && !asking) {
      asking = true;
      effects.askPeers();
    }
    return latest.restored();
  }

  /** Applies a local update to a copy that is {@link #ready}. */
  Outcome apply(Update update) {
    CrdtType type = key.type();
    if (!UpdateRules.accepts(latest.state(), update)) {
      return UpdateRules.notOf(type);
    }
    boolean writes = UpdateRules.writes(update);
    boolean owned = writes ? slot.claim(type) : slot.answersFor(type);
    if (!owned && !(update instanceof Update.Delete)) {
      return slot.otherType(key);
    }
    try {
      return change(update, writes);
    } catch (UpdateRules.RefusedException e) {
      return e.refused();
    } finally {
      slot.note(type, latest.state().isLive());
    }
  }

  /** Reads a copy that is {@link #ready}. */
  Outcome read() {
    return slot.answersFor(key.type()) ? new Done(latest.state()) : slot.otherType(key);
  }

  /** Joins a state or delta of a peer. */
  void join(Crdt<?> theirs) {
    Published before = latest;
    Crdt<?> joined = Crdt.join(before.state(), theirs);
    ReplicaId replica = before.replica();
    if (replica != null && Crdt.exceeds(theirs, before.state(), replica)) {
      effects.impersonated();
      replica = null;
    }
    if (!joined.equals(before.state())) {
      long version = versionAfter(before);
      publish(new Published(joined, before.restored(), version, version, replica, quietAtMs()));
    }
  }

  /** Hands pending changes on now. */
  void flush() {
    if (debouncing) {
      debouncing = false;
      effects.stopDebounce();
    }
    send();
  }

  void debounceElapsed() {
    debouncing = false;
    send();
  }

  /** The interval is another one now: what waits for the end of the old one goes at once. */
  void intervalChanged() {
    flush();
  }

  /** A peer is known to have the state of this version. */
  void acknowledged(NodeId peer, long version) {
    if (version == latest.version()) {
      knowing.add(peer);
    }
  }

  /**
   * Whether this copy is needed no more: what a deletion left, once all who hold the function have it and nothing came for a while; and a
   * copy of a function that is not wanted here, once somebody who wants it has all of it.
   */
  boolean isDispensable(Holders holders) {
    if (asking || pending != null || latest.version() == 0) {
      return false;
    }
    if (!holders.wantedHere()) {
      return holders.wanting().stream().anyMatch(knowing::contains);
    }
    return !latest.state().isLive()
        && scope.clock().steadyMillis()
            >= latest.quietAtMs() + scope.collectAfter().toMillis()
        && knowing.containsAll(holders.holding());
  }

  /** Peers were asked about the name. */
  void restored() {
    asking = false;
    publishRestored(true);
  }

  /** The copy is no longer refreshed by peers: they are asked before the next operation. */
  void unrestore() {
    publishRestored(false);
  }

  private Outcome change(Update update, boolean writes) throws UpdateRules.RefusedException {
    Published before = latest;
    ReplicaId replica = writes ? writer(before) : before.replica();
    Mutation<? extends Crdt<?>> mutation =
        scope.rules().apply(before.state(), update, replica == null ? UNWRITTEN : replica);
    if (!mutation.delta().isEmpty()) {
      publish(new Published(
          mutation.state(),
          true,
          versionAfter(before),
          before.joinedVersion(),
          replica,
          quietAtMs()));
      addPending(mutation.delta());
    }
    return new Done(mutation.state());
  }

  private long versionAfter(Published before) {
    knowing.clear();
    return before.version() == 0 ? scope.lives().getAsLong() : before.version() + 1;
  }

  private long quietAtMs() {
    return scope.clock().steadyMillis() + 2 * scope.intervals().of(key).toMillis();
  }

  private ReplicaId writer(Published before) {
    ReplicaId replica = before.replica();
    return replica != null && scope.births().valid(replica)
        ? replica
        : scope.births().next();
  }

  private void publishRestored(boolean restored) {
    publish(new Published(
        latest.state(),
        restored,
        latest.version(),
        latest.joinedVersion(),
        latest.replica(),
        latest.quietAtMs()));
  }

  private void publish(Published next) {
    boolean first = latest.version() == 0 && next.version() > 0;
    latest = next;
    effects.publish(next);
    if (first) {
      effects.held();
    }
    if (slot.note(key.type(), next.state().isLive())) {
      effects.conflict(slot.types());
    }
  }

  private void addPending(Crdt<?> delta) {
    if (pending == null) {
      pendingSinceMs = scope.clock().steadyMillis();
      pending = delta;
    } else {
      pending = Crdt.join(pending, delta);
    }
    if (!debouncing) {
      debouncing = true;
      effects.startDebounce(scope.intervals().of(key));
    }
  }

  private void send() {
    Crdt<?> delta = pending;
    if (delta != null) {
      pending = null;
      effects.send(delta, pendingSinceMs);
    }
  }
}
