package io.miso.node.overlay;

import akka.actor.typed.ActorRef;
import io.miso.node.function.FunctionDiscovery;
import io.miso.node.identity.NodeId;
import io.miso.node.replication.PeerTransport;
import io.miso.node.replication.PeersActor;
import io.miso.node.settings.NodeSettings;
import java.util.List;
import java.util.random.RandomGenerator;

/** What node discovery needs. */
public record OverlayScope(
    NodeId self,
    long incarnation,
    NodeSettings settings,
    PeerTransport transport,
    List<PeerFinder> finders,
    RandomGenerator random,
    FirstRound firstRound,
    ActorRef<PeersActor.Command> peers,
    ActorRef<FunctionDiscovery.Command> functions) {}
