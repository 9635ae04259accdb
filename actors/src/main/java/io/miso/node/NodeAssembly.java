package io.miso.node;

import io.miso.node.function.FunctionDirectory;
import io.miso.node.function.FunctionUses;
import io.miso.node.identity.Births;
import io.miso.node.identity.NodeClock;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.FirstRound;
import io.miso.node.overlay.PeerFinder;
import io.miso.node.replication.PeerReplication;
import io.miso.node.replication.PeerTable;
import io.miso.node.replication.PeerTransport;
import io.miso.node.replication.StreamedRows;
import io.miso.node.settings.NodeSettings;
import io.miso.node.state.CrdtTable;
import io.miso.node.state.ObjectScope;
import io.miso.node.state.ReplicationIntervals;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * The parts of a node that its actors share, made once before they start. Time, randomness, the network and the ways to find peers come
 * from outside, so that the simulator runs the same node.
 *
 * @param forgotten completes where the other nodes take this one for gone
 */
record NodeAssembly(
    NodeId id,
    long incarnation,
    NodeSettings settings,
    NodeClock clock,
    RandomGenerator random,
    PeerTransport transport,
    List<PeerFinder> finders,
    FunctionUses uses,
    FunctionDirectory directory,
    CrdtTable crdts,
    ReplicationIntervals intervals,
    PeerReplication replication,
    StreamedRows rows,
    FirstRound firstRound,
    CompletableFuture<Void> forgotten,
    Births births) {

  static NodeAssembly of(
      NodeId id,
      NodeSettings settings,
      NodeClock clock,
      RandomGenerator random,
      PeerTransport transport,
      List<PeerFinder> finders) {
    FunctionDirectory directory = new FunctionDirectory(id);
    return new NodeAssembly(
        id,
        1,
        settings,
        clock,
        random,
        transport,
        finders,
        new FunctionUses(clock, settings.limits().functions()),
        directory,
        new CrdtTable(),
        new ReplicationIntervals(settings),
        new PeerReplication(directory, new PeerTable()),
        new StreamedRows(),
        new FirstRound(),
        new CompletableFuture<>(),
        new Births(id));
  }

  ObjectScope objectScope() {
    return ObjectScope.of(settings, births, clock, crdts, intervals, replication);
  }
}
