package io.miso.node.state;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.node.state.CrdtHandle.Published;
import java.time.Duration;
import java.util.List;

/** Performs what a {@link CrdtCopy} decides, for its actor. */
final class CrdtShell implements CrdtCopy.Effects {
  private final ActorContext<CrdtActor.Command> context;
  private final TimerScheduler<CrdtActor.Command> timers;
  private final CrdtHandle handle;
  private final Replication replication;
  private final CrdtActor.Owner owner;

  CrdtShell(
      ActorContext<CrdtActor.Command> context,
      TimerScheduler<CrdtActor.Command> timers,
      CrdtHandle handle,
      Replication replication,
      CrdtActor.Owner owner) {
    this.context = context;
    this.timers = timers;
    this.handle = handle;
    this.replication = replication;
    this.owner = owner;
  }

  @Override
  public void publish(Published latest) {
    handle.publish(latest);
  }

  @Override
  public void held() {
    replication.held(handle.key().object().function());
  }

  @Override
  public void send(Crdt<?> delta, long sinceMs) {
    replication.publish(handle.key(), delta, sinceMs);
  }

  /** Behind what is in the mailbox, an interval of zero lets that join the delta first. */
  @Override
  public void startDebounce(Duration interval) {
    if (interval.isZero()) {
      context.getSelf().tell(new CrdtActor.DebounceElapsed());
    } else {
      timers.startSingleTimer(
          CrdtActor.DebounceElapsed.class, new CrdtActor.DebounceElapsed(), interval);
    }
  }

  /** A message of an interval of zero that is under way already finds nothing to send, or sends a little early. */
  @Override
  public void stopDebounce() {
    timers.cancel(CrdtActor.DebounceElapsed.class);
  }

  @Override
  public void askPeers() {
    owner.askPeers();
  }

  @Override
  public void conflict(List<CrdtType> types) {
    List<String> labels = types.stream().map(CrdtType::label).toList();
    CrdtActor.LOG.warn(
        "two types were created under one name on nodes that did not reach each other: '{}' of {} is {}; "
            + "operations on the {} are answered on every node, others are refused, and deleting the name takes all",
        handle.key().name(),
        handle.key().object(),
        String.join(" and ", labels),
        labels.get(0));
  }

  @Override
  public void impersonated() {
    CrdtActor.LOG.warn(
        "a peer has events of this copy of {} that it never wrote; it goes on under a fresh replica id",
        handle.key());
  }
}
