package io.miso.node.replication;

import akka.actor.typed.ActorRef;
import io.miso.crdt.CrdtType;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.node.ActorTestKitExtension;
import io.miso.node.TestNodes;
import io.miso.node.function.FunctionDirectory;
import io.miso.node.function.FunctionDiscoveryStrategy;
import io.miso.node.function.FunctionUses;
import io.miso.node.identity.Births;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Update;
import io.miso.node.settings.NodeSettings;
import io.miso.node.state.CrdtActor;
import io.miso.node.state.CrdtTable;
import io.miso.node.state.JoinReceipt;
import io.miso.node.state.ObjectRegistry;
import io.miso.node.state.ObjectScope;
import io.miso.node.state.Objects;
import io.miso.node.state.RecordedReplication;
import io.miso.node.state.ReplicationIntervals;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The objects of one node without an overlay, and what the actors of peers share. */
final class TestScope {
  static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  static final CrdtKey COUNTER = new CrdtKey(OBJECT, "counter", CrdtType.PNCOUNTER);

  final NodeSettings settings = TestNodes.settings("");
  final AtomicLong clock = new AtomicLong();
  final RecordedReplication replication = new RecordedReplication(true);
  final CompletableFuture<Void> firstRound = new CompletableFuture<>();
  final List<FunctionTable> heard = new CopyOnWriteArrayList<>();
  final List<NodeId> alive = new CopyOnWriteArrayList<>();
  final Objects objects;
  final PeerScope scope;

  /** Rows of peers are taken for merged as soon as they come. */
  TestScope(ActorTestKitExtension kit, FunctionDirectory directory) {
    CrdtTable table = new CrdtTable();
    ActorRef<ObjectRegistry.Command> registry = kit.spawn(ObjectRegistry.create(
        ObjectScope.of(
            settings,
            new Births(TestNodes.id(1)),
            clock::get,
            table,
            new ReplicationIntervals(settings),
            replication),
        new FunctionUses(() -> 0, 100)));
    objects = new Objects(table, registry);
    StreamedRows rows = new StreamedRows();
    rows.deliverTo(new Receiver());
    scope = new PeerScope(settings, clock::get, directory, rows, objects, () -> 1, firstRound);
  }

  private final class Receiver implements FunctionDiscoveryStrategy.Receiver {
    @Override
    public void heard(FunctionTable table, Runnable counted) {
      heard.add(table);
      counted.run();
    }

    @Override
    public void alive(NodeId node) {
      alive.add(node);
    }
  }

  void add(CrdtKey key, long amount) throws Exception {
    CompletableFuture<Outcome> reply = new CompletableFuture<>();
    objects.deliver(key, new CrdtActor.Apply(new Update.CounterAdd(amount), reply));
    reply.get(5, TimeUnit.SECONDS);
  }

  /** A state that comes from elsewhere, on a node that never asked for the rest. */
  void join(CrdtKey key, long amount) throws Exception {
    CompletableFuture<Void> joined = new CompletableFuture<>();
    objects.join(
        key,
        PNCounter.empty().add(new ReplicaId(9, 9, 1), amount).state(),
        new JoinReceipt(1, () -> joined.complete(null)));
    joined.get(5, TimeUnit.SECONDS);
  }
}
