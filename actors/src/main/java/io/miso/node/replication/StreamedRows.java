package io.miso.node.replication;

import akka.actor.typed.ActorRef;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.function.FunctionDiscoveryStrategy;
import io.miso.node.identity.NodeId;
import java.util.concurrent.CompletableFuture;

/**
 * Rows travel on the streams between peers: the actor of each peer tells it this node's row and table, and hands on what it says. The
 * actors it needs are started after it.
 */
public final class StreamedRows implements FunctionDiscoveryStrategy {
  private final CompletableFuture<ActorRef<PeersActor.Command>> peers = new CompletableFuture<>();
  private final CompletableFuture<Receiver> receiver = new CompletableFuture<>();

  public void started(ActorRef<PeersActor.Command> peersActor) {
    peers.complete(peersActor);
  }

  @Override
  public void deliverTo(Receiver taker) {
    receiver.complete(taker);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // sending a message does not fail
  public void publish(FunctionRow own) {
    peers.thenAccept(actor -> actor.tell(new PeersActor.OwnRow(own)));
  }

  /** The peer sent its own row, or all that it knows. */
  @SuppressWarnings("FutureReturnValueIgnored") // sending a message does not fail
  void received(NodeId from, PeerFrame frame, Runnable counted) {
    FunctionTable table = frame.hasFunctionRow()
        ? FunctionTable.newBuilder()
            .addRows(frame.getFunctionRow().toBuilder().setNodeId(from.toBytes()))
            .build()
        : frame.getFunctionTable();
    receiver.thenAccept(taker -> taker.heard(table, counted));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // sending a message does not fail
  void alive(NodeId from) {
    receiver.thenAccept(taker -> taker.alive(from));
  }
}
