package io.miso.node.replication;

import akka.actor.typed.ActorRef;
import io.miso.crdt.Crdt;
import io.miso.node.function.FunctionDirectory;
import io.miso.node.function.FunctionDiscovery;
import io.miso.node.function.FunctionView;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.state.Replication;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands deltas to the actors of exactly the peers that run the function. The actors it needs are started after the objects, which need
 * it: what comes before they are there waits for them.
 */
public final class PeerReplication implements Replication {
  private final FunctionDirectory directory;
  private final PeerTable table;
  private final CompletableFuture<ActorRef<PeersActor.Command>> peers = new CompletableFuture<>();
  private final CompletableFuture<Consumer<FunctionDiscovery.Command>> functions =
      new CompletableFuture<>();

  public PeerReplication(FunctionDirectory directory, PeerTable table) {
    this.directory = directory;
    this.table = table;
  }

  public void started(
      ActorRef<PeersActor.Command> peersActor,
      Consumer<FunctionDiscovery.Command> functionDiscovery) {
    peers.complete(peersActor);
    functions.complete(functionDiscovery);
  }

  @Override
  public void publish(CrdtKey key, Crdt<?> delta, long sinceMs) {
    for (NodeId node : directory.view().interestedPeers(key.object().function())) {
      @Nullable ActorRef<PeerActor.Command> peer = table.get(node);
      if (peer != null) {
        peer.tell(new PeerActor.Enqueue(key, delta, sinceMs));
      }
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // sending a message does not fail
  public void restore(ObjectKey object, String name, Runnable proceed) {
    peers.thenAccept(actor -> actor.tell(new PeersActor.Restore(object, name, proceed)));
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // sending a message does not fail
  public void held(String function) {
    functions.thenAccept(tell -> tell.accept(new FunctionDiscovery.Held(function)));
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // sending a message does not fail
  public void released(String function) {
    functions.thenAccept(tell -> tell.accept(new FunctionDiscovery.Released(function)));
  }

  @Override
  public Holders holders(String function) {
    FunctionView view = directory.view();
    return new Holders(
        view.wantsHere(function), view.interestedPeers(function), view.holdingPeers(function));
  }

  /** The peers this node knows, for status. */
  public PeerTable table() {
    return table;
  }
}
