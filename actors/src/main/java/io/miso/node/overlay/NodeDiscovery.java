package io.miso.node.overlay;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.miso.grpc.replication.v1.KnownNodes;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.function.FunctionDiscovery;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.PeerFinder.Candidate;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.replication.PeersActor;
import io.miso.node.replication.StreamLink;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The node discovery actor: has every finder look for nodes, and performs what {@link Dialling} and {@link Membership} decide: one stream
 * to each node, which the peer's actor takes over. Nobody is told to leave for being alone.
 */
public final class NodeDiscovery extends AbstractBehavior<NodeDiscovery.Command> {

  /** What the actor is told. */
  public sealed interface Command {}

  /** A peer knows of other nodes. */
  public record Introduced(KnownNodes nodes) implements Command {}

  /** A peer's function row is merged. */
  public record RowReceived(PeerIdentity peer) implements Command {}

  /** A peer said goodbye for good. */
  public record Departed(PeerIdentity peer) implements Command {}

  /** A peer opened a stream. */
  public record Opened(StreamLink link) implements Command {}

  /** This node goes: says goodbye to every peer. */
  public record Leave(CompletableFuture<Done> reply) implements Command {}

  private record Look() implements Command {}

  private record Looked(
      PeerFinder finder,
      List<Candidate> candidates,
      boolean first,
      @Nullable Throwable failure) implements Command {}

  record FirstFrame(StreamLink link, PeerFrame frame, Runnable handled) implements Command {}

  record Closed(StreamLink link, @Nullable Throwable cause) implements Command {}

  /** The time for something has come. */
  private record Due(Runnable action) implements Command {}

  /** Nodes that start together take a moment to find each other; that is worth no line. */
  private static final Duration UNREACHABLE_NOTICE = Duration.ofSeconds(3);

  private final OverlayScope scope;
  private final TimerScheduler<Command> timers;
  private final Handshake handshake;
  private final PeerStreams streams;
  private final Dialling dialling;
  private final Membership membership;
  private final Notices notices;
  private final NewStreams newStreams;
  private boolean leaving;

  public static Behavior<Command> create(OverlayScope scope) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new NodeDiscovery(context, timers, scope)));
  }

  private NodeDiscovery(
      ActorContext<Command> context, TimerScheduler<Command> timers, OverlayScope scope) {
    super(context);
    this.scope = scope;
    this.timers = timers;
    this.handshake = new Handshake(
        scope.self(), scope.incarnation(), scope.random().nextLong(), scope.settings());
    this.streams = new PeerStreams(scope.self(), scope.settings().peers().maxConnected());
    this.notices = new Notices(scope.settings().peers().maxKnown());
    AddressBook book = new AddressBook(scope.settings().peers(), scope.random());
    this.dialling = new Dialling(scope.self(), book, scope.firstRound(), streams, new Dials());
    this.membership =
        new Membership(handshake, scope.settings(), streams, dialling, notices, new Peers());
    ActorRef<Command> self = context.getSelf();
    this.newStreams = new NewStreams(self);
    scope.transport().acceptWith(newStreams::accepted);
    scope.firstRound().expectLooks(scope.finders().size());
    scope.listen((finder, found) -> self.tell(new Looked(finder, found, false, null)));
    NodeSettings settings = scope.settings();
    later("first round", settings.restore().firstRoundTimeout(), this::firstRoundTimedOut);
    later("no peer yet", settings.discovery().noPeerNotice(), this::noPeerYet);
    timers.startTimerWithFixedDelay(new Look(), scope.settings().discovery().interval());
    look(true);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Introduced.class, this::onIntroduced)
        .onMessage(RowReceived.class, this::onRowReceived)
        .onMessage(Departed.class, this::onDeparted)
        .onMessage(Opened.class, this::onOpened)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(Look.class, message -> onLook())
        .onMessage(Looked.class, this::onLooked)
        .onMessage(FirstFrame.class, this::onFirstFrame)
        .onMessage(Closed.class, this::onClosed)
        .onMessage(Due.class, this::onDue)
        .build();
  }

  private Behavior<Command> onIntroduced(Introduced message) {
    dialling.introduced(message.nodes());
    return this;
  }

  private Behavior<Command> onRowReceived(RowReceived message) {
    membership.rowReceived(message.peer().id());
    return this;
  }

  private Behavior<Command> onDeparted(Departed message) {
    membership.departed(message.peer());
    return this;
  }

  private Behavior<Command> onOpened(Opened message) {
    if (membership.opened(message.link())) {
      startHandshakeTimer(message.link());
    }
    return this;
  }

  private Behavior<Command> onLeave(Leave message) {
    leaving = true;
    membership.leave();
    scope.leaveFinders().thenRun(() -> message.reply().complete(Done.getInstance()));
    return this;
  }

  private Behavior<Command> onLook() {
    if (!leaving) {
      look(false);
    }
    return this;
  }

  private Behavior<Command> onLooked(Looked message) {
    notices.looked(message.finder(), message.failure());
    for (Candidate candidate : message.candidates()) {
      dialling.found(candidate, message.finder().configured());
    }
    if (message.first()) {
      scope.firstRound().looked();
    }
    return this;
  }

  private Behavior<Command> onFirstFrame(FirstFrame message) {
    timers.cancel(message.link());
    membership.firstFrame(message.link(), message.frame(), message.handled());
    return this;
  }

  private Behavior<Command> onClosed(Closed message) {
    timers.cancel(message.link());
    membership.ended(message.link(), message.cause());
    return this;
  }

  private Behavior<Command> onDue(Due message) {
    message.action().run();
    return this;
  }

  private void look(boolean first) {
    for (PeerFinder finder : scope.finders()) {
      getContext()
          .pipeToSelf(
              finder.look(),
              (candidates, error) -> error == null
                  ? new Looked(finder, candidates, first, null)
                  : new Looked(finder, List.of(), first, error));
    }
  }

  private void startHandshakeTimer(StreamLink link) {
    later(link, scope.settings().peers().handshakeTimeout(), () -> {
      if (membership.timedOut(link)) {
        startHandshakeTimer(link);
      }
    });
  }

  private void firstRoundTimedOut() {
    scope.firstRound().timeOut();
    notices.firstRoundOver(streams.peers(), scope.finders());
  }

  private void noPeerYet() {
    if (streams.peers().isEmpty()) {
      notices.noPeerYet(scope.settings().discovery());
    }
  }

  private void stillUnreachable(Seed address, String cause) {
    if (dialling.stillUnreachable(address)) {
      notices.unreachable(address, cause);
    }
  }

  /** One action for one subject. */
  private void later(Object subject, Duration delay, Runnable action) {
    timers.startSingleTimer(subject, new Due(action), delay);
  }

  private final class Dials implements Dialling.Effects {
    @Override
    public void dial(Seed address) {
      StreamLink link = newStreams.toDial();
      long number = streams.dialled(link, address);
      startHandshakeTimer(link);
      link.bind(scope.transport().dial(address, own -> handshake.hello(own, number), link));
    }

    @Override
    public void dialLater(Seed address, Duration delay) {
      NodeDiscovery.this.later(address, delay, () -> dialling.due(address));
    }

    @Override
    public void remember(Seed address, @Nullable Throwable cause) {
      String why = Causes.describe(cause);
      later(
          List.of("unreachable", address),
          UNREACHABLE_NOTICE,
          () -> stillUnreachable(address, why));
    }
  }

  private final class Peers implements Membership.Effects {
    @Override
    public Seed ownAddressTowards(Seed peer) {
      return scope.transport().ownAddressTowards(peer);
    }

    @Override
    public void attach(PeerIdentity peer, StreamLink link, Runnable attached) {
      scope.peers().tell(new PeersActor.Attach(peer, link, attached));
    }

    @Override
    public void introduce(PeerFrame knownNodes) {
      scope.peers().tell(new PeersActor.Introduce(knownNodes));
    }

    @Override
    public void remove(NodeId id, boolean forGood) {
      scope.peers().tell(new PeersActor.Remove(id));
      scope.functions().tell(new FunctionDiscovery.Forget(id, forGood));
    }

    @Override
    public void nodeIdIsCopied() {
      scope.births().renew(new NodeId(scope.random().nextLong(), scope.random().nextLong()));
    }

    @Override
    public void later(Object subject, Duration delay, Runnable action) {
      NodeDiscovery.this.later(subject, delay, action);
    }
  }
}
