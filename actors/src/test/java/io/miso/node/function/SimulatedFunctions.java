package io.miso.node.function;

import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeClock;
import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings;

/** Function discovery of one node for the simulator of the cores: what its actor does around {@link FunctionRows}. */
public final class SimulatedFunctions {

  /** The rest of the node. */
  public interface Node {
    /** The node's own row has a new version. */
    void rowChanged(FunctionRow row);

    /** The last instance of a function went: what is pending of it is to go out; the action is run then. */
    void handOver(String function, Runnable handedOver);

    /** The function does not run here any more. */
    void ended(String function);

    /** Whether there is a copy of a function on this node. */
    boolean holds(String function);

    /** A node never comes back. */
    void gone(NodeId node);
  }

  private final FunctionUses uses;
  private final FunctionDirectory directory;
  private final OwnRow own;
  private final Node node;
  private final FunctionRows rows;
  private final Endings endings = new Endings();

  public SimulatedFunctions(
      NodeId self, long incarnation, NodeSettings settings, NodeClock clock, Node node) {
    this.uses = new FunctionUses(clock, settings.limits().functions());
    this.directory = new FunctionDirectory(self);
    this.own = new OwnRow(self, incarnation, settings.limits().instancesPerFunction());
    this.node = node;
    this.rows = new FunctionRows(
        self,
        settings,
        own,
        new FunctionRows.Effects(directory::publish, node::rowChanged, node::gone, () -> {
          throw new AssertionError("a node that lives was taken for gone");
        }),
        uses.now());
  }

  public FunctionDirectory directory() {
    return directory;
  }

  public FunctionUses uses() {
    return uses;
  }

  /** A call for the function came. */
  public void called(String function) {
    uses.joined(function).touch();
    endings.over(function);
    if (own.used(function)) {
      publishOwn();
    }
  }

  public void register(String function, String pod) {
    endings.over(function);
    own.register(function, pod, "node", "address", uses.now());
    uses.joined(function).touch();
    publishOwn();
  }

  /** The function runs on until what is pending of it has gone out. */
  public void unregister(String function, String pod) {
    if (!own.unregister(function, pod)) {
      return;
    }
    publishOwn();
    if (!own.hasInstances(function) && !endings.isUnderWay(function)) {
      uses.joined(function).deactivate();
      long ending = endings.begin(function);
      node.handOver(function, () -> handedOver(function, ending));
    }
  }

  private void handedOver(String function, long ending) {
    if (endings.isUnderWay(function, ending)) {
      own.expire(function);
      node.ended(function);
      publishOwn();
      endings.over(function);
    }
  }

  /** The last copy of a function was dropped. */
  public void released(String function) {
    if (!node.holds(function) && own.released(function)) {
      publishOwn();
    }
  }

  public void held(String function) {
    if (own.held(function)) {
      publishOwn();
    }
  }

  /** A peer's own row, or all rows that it knows. */
  public void heard(NodeId from, PeerFrame frame) {
    FunctionTable table = frame.hasFunctionRow()
        ? FunctionTable.newBuilder()
            .addRows(frame.getFunctionRow().toBuilder().setNodeId(from.toBytes()))
            .build()
        : frame.getFunctionTable();
    rows.heard(table, uses.now());
  }

  /** A heartbeat of a peer came. */
  public void alive(NodeId peer) {
    rows.alive(peer);
  }

  /** A node never comes back, as was found out here. */
  public void gone(NodeId peer) {
    rows.gone(peer, uses.now());
  }

  /** The check interval is over. */
  public void check() {
    rows.passed(uses.now());
  }

  private void publishOwn() {
    rows.ownChanged(uses.now());
  }
}
