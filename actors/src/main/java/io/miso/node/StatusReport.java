package io.miso.node;

import akka.actor.typed.ActorRef;
import io.miso.grpc.node.v1.FunctionStatus;
import io.miso.grpc.node.v1.NodeLabel;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.StatusResponse;
import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.function.FunctionView;
import io.miso.node.identity.NodeId;
import io.miso.node.replication.PeersActor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts together what a node is, whom it knows, what it holds and what it sent. */
final class StatusReport {
  private final NodeAssembly node;
  private final ActorRef<PeersActor.Command> peers;
  private final String address;
  private final long startedMs;

  StatusReport(NodeAssembly node, ActorRef<PeersActor.Command> peers, String address) {
    this.node = node;
    this.peers = peers;
    this.address = address;
    this.startedMs = node.clock().millis();
  }

  CompletionStage<StatusResponse> report(long operations) {
    CompletableFuture<List<PeerStatus>> reply = new CompletableFuture<>();
    peers.tell(new PeersActor.GetStatus(reply));
    return reply.thenApply(statuses -> StatusResponse.newBuilder()
        .setNode(NodeLabel.newBuilder()
            .setNodeId(node.id().hex())
            .setName(node.settings().nodeName())
            .setAddress(address))
        .setIncarnation(node.incarnation())
        .setCluster(node.settings().clusterName())
        .setUptimeMs(node.clock().millis() - startedMs)
        .addAllFunctions(functions())
        .addAllPeers(statuses)
        .setOperations(operations)
        .build());
  }

  private List<FunctionStatus> functions() {
    FunctionView view = node.directory().view();
    Set<String> names = new TreeSet<>(node.crdts().functions());
    names.addAll(view.wantedBy(node.id()));
    return names.stream().map(name -> function(name, view)).toList();
  }

  private FunctionStatus function(String name, FunctionView view) {
    FunctionRow own = view.rows().getOrDefault(node.id(), FunctionRow.getDefaultInstance());
    int instances = own.getFunctionsList().stream()
        .filter(entry -> entry.getFunction().equals(name))
        .mapToInt(FunctionEntry::getInstancesCount)
        .sum();
    return FunctionStatus.newBuilder()
        .setFunction(name)
        .setInterested(view.runsHere(name))
        .setKeeps(!view.runsHere(name) && view.wantedBy(node.id()).contains(name))
        .setInstances(instances)
        .setCrdts((int) node.crdts().ofFunction(name).stream()
            .filter(handle -> !handle.published().state().isEmpty())
            .count())
        .addAllInterestedPeers(
            view.interestedPeers(name).stream().map(this::label).toList())
        .build();
  }

  private String label(NodeId peer) {
    var identity = node.replication().table().identity(peer);
    return identity == null ? peer.hex() : identity.name();
  }
}
