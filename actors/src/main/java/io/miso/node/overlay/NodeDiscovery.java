package io.miso.node.overlay;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.KnownNodes;
import io.miso.grpc.replication.v1.NodeAddress;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.function.FunctionDiscovery;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.Handshake.Verdict;
import io.miso.node.overlay.PeerFinder.Candidate;
import io.miso.node.replication.Frames;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.replication.PeersActor;
import io.miso.node.replication.StreamLink;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node discovery actor: has every finder look for nodes, dials what they find, judges the handshakes and keeps one stream to each
 * node, which it hands to that peer's actor. A node that once answered is dialled for ever; nobody is told to leave for being alone.
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

  private record Looked(PeerFinder finder, List<Candidate> candidates, boolean first)
      implements Command {}

  private record Dial(Seed address) implements Command {}

  private record FirstFrame(StreamLink link, PeerFrame frame, CompletableFuture<Done> handled)
      implements Command {}

  private record Closed(StreamLink link, @Nullable Throwable cause) implements Command {}

  private record HandshakeTimedOut(StreamLink link) implements Command {}

  private record FirstRoundTimedOut() implements Command {}

  private record NoPeerYet() implements Command {}

  private record StillUnreachable(Seed address, String cause) implements Command {}

  /**
   * A stream.
   *
   * @param dialled the address it was opened to; null where the peer opened it
   */
  private record Opening(@Nullable Seed dialled, long number) {}

  private record Connected(PeerIdentity identity, StreamLink link, StreamRank rank) {}

  private static final Logger LOG = LoggerFactory.getLogger(NodeDiscovery.class);

  /** Nodes that start together take a moment to find each other; that is worth no line. */
  private static final Duration UNREACHABLE_NOTICE = Duration.ofSeconds(3);

  private final OverlayScope scope;
  private final TimerScheduler<Command> timers;
  private final Handshake handshake;
  private final AddressBook book;
  private final Map<StreamLink, Opening> streams = new HashMap<>();
  private final Map<NodeId, Connected> connected = new HashMap<>();
  private final Map<NodeId, PeerIdentity> known = new HashMap<>();
  private final Set<NodeId> rowsReceived = new HashSet<>();
  private final Set<String> reportedRefusals = new HashSet<>();
  private long lastStream;
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
    this.handshake = new Handshake(scope.self(), scope.incarnation(), scope.settings());
    this.book = new AddressBook(scope.settings().peers(), scope.random());
    acceptStreams(context.getSelf());
    scope.firstRound().expectLooks(scope.finders().size());
    timers.startSingleTimer(
        new FirstRoundTimedOut(), scope.settings().restore().firstRoundTimeout());
    timers.startSingleTimer(new NoPeerYet(), scope.settings().discovery().noPeerNotice());
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
        .onMessage(Dial.class, this::onDial)
        .onMessage(FirstFrame.class, this::onFirstFrame)
        .onMessage(Closed.class, this::onClosed)
        .onMessage(HandshakeTimedOut.class, this::onHandshakeTimedOut)
        .onMessage(FirstRoundTimedOut.class, message -> onFirstRoundTimedOut())
        .onMessage(NoPeerYet.class, message -> onNoPeerYet())
        .onMessage(StillUnreachable.class, this::onStillUnreachable)
        .build();
  }

  private Behavior<Command> onIntroduced(Introduced message) {
    for (NodeAddress node : message.nodes().getNodesList()) {
      if (node.getNodeId().size() == 16 && !node.getHost().isEmpty() && node.getPort() > 0) {
        NodeId id = NodeId.of(node.getNodeId());
        consider(
            new Candidate(Optional.of(id), List.of(new Seed(node.getHost(), node.getPort()))),
            false);
      }
    }
    return this;
  }

  private Behavior<Command> onRowReceived(RowReceived message) {
    NodeId id = message.peer().id();
    if (connected.containsKey(id)) {
      rowsReceived.add(id);
      book.addressesOf(id).forEach(scope.firstRound()::settled);
    }
    return this;
  }

  private Behavior<Command> onDeparted(Departed message) {
    LOG.info("peer {} left", message.peer());
    List<Seed> configured = book.configuredAddressesOf(message.peer().id());
    forget(message.peer().id());
    configured.forEach(this::redial);
    return this;
  }

  private Behavior<Command> onOpened(Opened message) {
    streams.put(message.link(), new Opening(null, 0));
    startHandshakeTimer(message.link());
    return this;
  }

  private Behavior<Command> onLeave(Leave message) {
    leaving = true;
    PeerFrame goodbye = PeerFrame.newBuilder()
        .setGoodbye(Goodbye.newBuilder().setReason(Goodbye.Reason.SHUTTING_DOWN).setForGood(true))
        .build();
    connected.values().forEach(peer -> peer.link().end(goodbye));
    scope.finders().forEach(PeerFinder::close);
    message.reply().complete(Done.getInstance());
    return this;
  }

  private Behavior<Command> onLook() {
    if (!leaving) {
      look(false);
    }
    return this;
  }

  private Behavior<Command> onLooked(Looked message) {
    for (Candidate candidate : message.candidates()) {
      consider(candidate, message.finder().configured());
    }
    if (message.first()) {
      scope.firstRound().looked();
    }
    return this;
  }

  private Behavior<Command> onDial(Dial message) {
    AddressBook.Entry entry = book.due(message.address());
    if (entry != null && !leaving) {
      dial(entry);
    }
    return this;
  }

  private Behavior<Command> onFirstFrame(FirstFrame message) {
    timers.cancel(message.link());
    Opening opening = streams.get(message.link());
    if (opening == null || leaving) {
      message.link().close();
      message.handled().complete(Done.getInstance());
      return this;
    }
    Verdict verdict = handshake.judge(message.frame());
    if (verdict instanceof Verdict.Accepted accepted) {
      accept(message, opening, accepted);
    } else {
      turnAway(message.link(), opening, verdict);
      message.handled().complete(Done.getInstance());
    }
    return this;
  }

  private Behavior<Command> onClosed(Closed message) {
    Opening opening = streams.remove(message.link());
    timers.cancel(message.link());
    if (opening == null) {
      return this;
    }
    Connected peer = peerOf(message.link());
    if (peer != null) {
      connected.remove(peer.identity().id());
      rowsReceived.remove(peer.identity().id());
      LOG.info("peer {} disconnected", peer.identity());
      redial(opening.dialled() == null ? peer.identity().address() : opening.dialled());
    } else if (opening.dialled() != null) {
      dialFailed(opening.dialled(), message.cause());
    }
    return this;
  }

  private Behavior<Command> onHandshakeTimedOut(HandshakeTimedOut message) {
    StreamLink link = message.link();
    Opening opening = streams.get(link);
    if (opening == null || peerOf(link) != null) {
      return this;
    }
    if (opening.dialled() == null) {
      LOG.warn("{} opened a stream and sent no Hello; it is closed", link.remote());
    } else {
      streams.remove(link);
      dialFailed(opening.dialled(), new TimeoutException("no answer"));
    }
    link.close();
    return this;
  }

  private Behavior<Command> onFirstRoundTimedOut() {
    scope.firstRound().timeOut();
    return this;
  }

  private Behavior<Command> onNoPeerYet() {
    if (connected.isEmpty()) {
      LOG.warn(
          "no peer found after {} s, this node works alone meanwhile: set MISO_SEEDS=host:port of a running node,"
              + " or let UDP port 5353 multicast pass for mDNS",
          scope.settings().discovery().noPeerNotice().toSeconds());
    }
    return this;
  }

  private Behavior<Command> onStillUnreachable(StillUnreachable message) {
    AddressBook.Entry entry = book.get(message.address());
    if (entry != null
        && entry.failing()
        && entry.id().filter(connected::containsKey).isEmpty()) {
      LOG.warn(
          "seed {} cannot be reached ({}): check MISO_SEEDS and that a node runs there; trying on",
          message.address(),
          message.cause());
    }
    return this;
  }

  private void acceptStreams(ActorRef<Command> self) {
    StreamLink.Receiver opener = opener(self);
    scope.transport().acceptWith(stream -> {
      StreamLink link = new StreamLink(false, opener);
      link.bind(stream);
      self.tell(new Opened(link));
      return link;
    });
  }

  private static StreamLink.Receiver opener(ActorRef<Command> self) {
    return new StreamLink.Receiver() {
      @Override
      public void frame(StreamLink link, PeerFrame frame, CompletableFuture<Done> handled) {
        self.tell(new FirstFrame(link, frame, handled));
      }

      @Override
      public void closed(StreamLink link, @Nullable Throwable cause) {
        self.tell(new Closed(link, cause));
      }
    };
  }

  private void look(boolean first) {
    for (PeerFinder finder : scope.finders()) {
      getContext().pipeToSelf(finder.look(), (candidates, error) -> {
        if (error != null) {
          LOG.debug("{} found nothing: {}", finder.name(), error.toString());
          return new Looked(finder, List.of(), first);
        }
        return new Looked(finder, candidates, first);
      });
    }
  }

  private void consider(Candidate candidate, boolean configured) {
    if (candidate
        .id()
        .filter(id -> id.equals(scope.self()) || connected.containsKey(id))
        .isPresent()) {
      return;
    }
    for (Seed address : candidate.addresses()) {
      book.note(address, candidate.id(), configured).ifPresent(this::dial);
    }
  }

  private void dial(AddressBook.Entry entry) {
    if (entry.id().filter(connected::containsKey).isPresent() || !book.startDialling(entry)) {
      return;
    }
    Seed address = entry.address();
    scope.firstRound().dialling(address);
    long number = ++lastStream;
    StreamLink link = new StreamLink(true, opener(getContext().getSelf()));
    streams.put(link, new Opening(address, number));
    startHandshakeTimer(link);
    link.bind(scope.transport().dial(address, own -> handshake.hello(own, number), link));
  }

  private void accept(FirstFrame message, Opening opening, Verdict.Accepted accepted) {
    PeerIdentity peer = accepted.identity();
    StreamLink link = message.link();
    StreamRank rank = rank(link, opening, accepted);
    Connected other = connected.get(peer.id());
    if (opening.dialled() != null) {
      book.answered(opening.dialled(), peer.id());
    }
    if (other != null && other.rank().compareTo(rank) > 0) {
      streams.remove(link);
      if (opening.dialled() != null && rowsReceived.contains(peer.id())) {
        scope.firstRound().settled(opening.dialled());
      }
      link.end(handshake.duplicate());
      message.handled().complete(Done.getInstance());
      return;
    }
    supersede(peer);
    if (!link.dialledHere()) {
      link.send(handshake.hello(scope.transport().ownAddressTowards(peer.address()), 0));
    }
    if (other != null) {
      streams.remove(other.link());
    } else {
      LOG.info("peer {} connected", peer);
    }
    connected.put(peer.id(), new Connected(peer, link, rank));
    known.put(peer.id(), peer);
    book.note(peer.address(), Optional.of(peer.id()), false);
    book.answered(peer.address(), peer.id());
    scope
        .peers()
        .tell(new PeersActor.Attach(
            peer, link, () -> message.handled().complete(Done.getInstance())));
    introduceAll();
  }

  private StreamRank rank(StreamLink link, Opening opening, Verdict.Accepted accepted) {
    boolean lowerId = scope.self().compareTo(accepted.identity().id()) < 0;
    return link.dialledHere()
        ? new StreamRank(lowerId, opening.number())
        : new StreamRank(!lowerId, accepted.stream());
  }

  /** A new id at a known address takes the place of the old one, which never comes back. */
  private void supersede(PeerIdentity peer) {
    List<PeerIdentity> replaced = known.values().stream()
        .filter(old -> old.address().equals(peer.address()) && !old.id().equals(peer.id()))
        .toList();
    for (PeerIdentity old : replaced) {
      LOG.info("node {} at {} takes the place of {}", peer.id(), peer.address(), old.id());
      forget(old.id());
    }
  }

  private void forget(NodeId id) {
    known.remove(id);
    rowsReceived.remove(id);
    Connected gone = connected.remove(id);
    if (gone != null) {
      streams.remove(gone.link());
    }
    book.forget(id);
    scope.peers().tell(new PeersActor.Remove(id));
    scope.functions().tell(new FunctionDiscovery.Forget(id));
  }

  private void turnAway(StreamLink link, Opening opening, Verdict verdict) {
    if (verdict instanceof Verdict.Rejected rejected) {
      if (reportedRefusals.size() < scope.settings().peers().maxKnown()
          && reportedRefusals.add(rejected.who() + rejected.reason())) {
        LOG.warn("refused {}: {}", rejected.who(), rejected.detail());
      }
      link.end(Frames.goodbye(rejected.reason(), rejected.detail()));
    } else if (verdict instanceof Verdict.TurnedAway turnedAway) {
      reportGoodbye(link, opening, turnedAway.goodbye());
      link.close();
    } else {
      dialledItself(link, opening);
      link.end(Frames.goodbye(Goodbye.Reason.SAME_NODE_ID, ""));
    }
  }

  private void reportGoodbye(StreamLink link, Opening opening, Goodbye goodbye) {
    switch (goodbye.getReason()) {
      case OTHER_CLUSTER, PROTOCOL_VERSION, MALFORMED -> {
        AddressBook.@Nullable Entry entry =
            opening.dialled() == null ? null : book.get(opening.dialled());
        if (entry == null || entry.reportable()) {
          LOG.warn(
              "{} refused this node: {} ({}); check MISO_CLUSTER_NAME and the versions",
              link.remote(),
              goodbye.getDetail(),
              goodbye.getReason());
        }
      }
      case SAME_NODE_ID -> dialledItself(link, opening);
      case DUPLICATE_STREAM -> {
        // Without a stream here, the one that is kept there is broken and the other side has not
        // noticed: it is dialled again.
        if (opening.dialled() != null && goodbye.getNodeId().size() == 16) {
          NodeId id = NodeId.of(goodbye.getNodeId());
          if (connected.containsKey(id)) {
            streams.remove(link);
            book.duplicate(opening.dialled(), id);
            scope.firstRound().settled(opening.dialled());
          }
        }
      }
      default -> {
        // A node that is leaving: nothing to tell.
      }
    }
  }

  private void dialledItself(StreamLink link, Opening opening) {
    if (opening.dialled() != null) {
      book.isSelf(opening.dialled());
      scope.firstRound().settled(opening.dialled());
      streams.remove(link);
    }
  }

  private void dialFailed(Seed address, @Nullable Throwable cause) {
    scope.firstRound().settled(address);
    AddressBook.Entry entry = book.get(address);
    if (entry != null && entry.reportable()) {
      timers.startSingleTimer(
          new StillUnreachable(address, Causes.describe(cause)), UNREACHABLE_NOTICE);
    }
    redial(address);
  }

  private void redial(Seed address) {
    if (!leaving) {
      book.failed(address)
          .ifPresent(delay -> timers.startSingleTimer(address, new Dial(address), delay));
    }
  }

  private void startHandshakeTimer(StreamLink link) {
    timers.startSingleTimer(
        link, new HandshakeTimedOut(link), scope.settings().peers().handshakeTimeout());
  }

  private @Nullable Connected peerOf(StreamLink link) {
    return connected.values().stream()
        .filter(peer -> peer.link() == link)
        .findFirst()
        .orElse(null);
  }

  private void introduceAll() {
    KnownNodes.Builder nodes = KnownNodes.newBuilder();
    for (Connected peer : connected.values()) {
      nodes.addNodes(NodeAddress.newBuilder()
          .setNodeId(peer.identity().id().toBytes())
          .setHost(peer.identity().address().host())
          .setPort(peer.identity().address().port()));
    }
    scope
        .peers()
        .tell(
            new PeersActor.Introduce(PeerFrame.newBuilder().setKnownNodes(nodes).build()));
  }
}
