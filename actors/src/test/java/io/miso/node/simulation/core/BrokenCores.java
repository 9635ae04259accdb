package io.miso.node.simulation.core;

import akka.Done;
import io.miso.crdt.Crdt;
import io.miso.grpc.replication.v1.BatchAcknowledgement;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.replication.StreamLink;
import io.miso.node.state.Replication;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Cores with one mistake each. */
final class BrokenCores {
  private BrokenCores() {}

  /** A node that lost its disk comes back under its old id, and counts its births from the start. */
  static final class ReusedReplicaId implements CoreVariant {
    @Override
    public NodeId afterLoss(NodeId before, Supplier<NodeId> fresh) {
      return before;
    }
  }

  /** The first operation goes on without asking anybody. */
  static final class MissingRestore implements CoreVariant {
    @Override
    public Replication replication(Replication sound) {
      return new Replication() {
        @Override
        public void publish(CrdtKey key, Crdt<?> delta, long sinceMs) {
          sound.publish(key, delta, sinceMs);
        }

        @Override
        public void restore(ObjectKey object, String name, Runnable proceed) {
          proceed.run();
        }

        @Override
        public void held(String function) {
          sound.held(function);
        }

        @Override
        public void released(String function) {
          sound.released(function);
        }

        @Override
        public Holders holders(String function) {
          return sound.holders(function);
        }
      };
    }
  }

  /**
   * Nothing is compared, so that what deltas do not bring stays away; nothing is broken. Only what deltas alone have to survive goes wrong.
   */
  static class WithoutRepair implements CoreVariant {
    @Override
    public Set<FaultKind> faults() {
      return EnumSet.complementOf(EnumSet.of(
          FaultKind.CRASH_WITHOUT_DISK, FaultKind.CRASH_WITH_DISK, FaultKind.UNREGISTRATION));
    }

    @Override
    public boolean sends(PeerFrame frame) {
      return !frame.hasDigests();
    }
  }

  /** What is unacknowledged when a stream breaks counts as acknowledged, so it does not go out again. */
  static final class LostResend extends WithoutRepair {
    private static final int MORE_THAN_ANY_WINDOW = 16;

    @Override
    public StreamLink.Receiver streams(StreamLink.Receiver sound) {
      Map<StreamLink, Long> acknowledged = new HashMap<>();
      return new StreamLink.Receiver() {
        @Override
        public void frame(StreamLink link, PeerFrame frame, CompletableFuture<Done> handled) {
          if (frame.hasBatchAcknowledgement()) {
            acknowledged.merge(link, frame.getBatchAcknowledgement().getSequence(), Math::max);
          }
          sound.frame(link, frame, handled);
        }

        @Override
        public void closed(StreamLink link, @Nullable Throwable cause) {
          long last = acknowledged.getOrDefault(link, 0L);
          for (long next = last + 1; next <= last + MORE_THAN_ANY_WINDOW; next++) {
            sound.frame(link, acknowledgement(next), new CompletableFuture<>());
          }
          sound.closed(link, cause);
        }
      };
    }

    private static PeerFrame acknowledgement(long sequence) {
      return PeerFrame.newBuilder()
          .setBatchAcknowledgement(BatchAcknowledgement.newBuilder().setSequence(sequence))
          .build();
    }
  }
}
