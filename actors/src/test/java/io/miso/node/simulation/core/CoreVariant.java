package io.miso.node.simulation.core;

import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import io.miso.node.replication.StreamLink;
import io.miso.node.state.Replication;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** Where cores can be broken on purpose, to prove that the checkers see it. As it stands nothing is broken. */
interface CoreVariant {
  CoreVariant SOUND = new CoreVariant() {};

  /** Faults that strike. */
  default Set<FaultKind> faults() {
    return EnumSet.allOf(FaultKind.class);
  }

  /** Whether a frame is sent at all. */
  default boolean sends(PeerFrame frame) {
    return true;
  }

  /** What objects ask of replication. */
  default Replication replication(Replication sound) {
    return sound;
  }

  /** What the peers of a node hear of their streams. */
  default StreamLink.Receiver streams(StreamLink.Receiver sound) {
    return sound;
  }

  /** Under which id a node comes back that lost its disk. */
  default NodeId afterLoss(NodeId before, Supplier<NodeId> fresh) {
    return fresh.get();
  }
}
