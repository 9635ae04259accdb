package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.grpc.node.v1.FunctionTraffic;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.replication.v1.Batch;
import io.miso.node.ExpectedLog;
import io.miso.node.TestNodes;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import org.junit.jupiter.api.Test;

final class ShippingCoreTest {
  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey LARGE = new CrdtKey(OBJECT, "large", CrdtType.GSET);
  private static final CrdtKey SMALL = new CrdtKey(OBJECT, "small", CrdtType.PNCOUNTER);
  private static final ReplicaId REPLICA = new ReplicaId(9, 9, 1);
  private static final PeerIdentity NARROW =
      new PeerIdentity(TestNodes.id(3), 1, "narrow", TestNodes.peer(3).address(), 64 * 1024);

  private final Outbox outbox = new Outbox(new Outbox.Bounds(2, 32 * 1024, 1 << 20, 1_000));
  private final HeldCopies copies = new HeldCopies();
  private final PeerTraffic traffic = new PeerTraffic();
  private final Shipping shipping = new Shipping(outbox, copies, traffic);

  @Test
  void fullState_isTheOneHeldWhenItsTurnComes() {
    outbox.addFull(SMALL);
    copies.put(SMALL, counted(1), true);
    copies.put(SMALL, counted(2), true);

    Batch batch = shipping.next(NARROW, 0).orElseThrow().getBatch();

    assertThat(batch.getUpdates(0)).isEqualTo(Frames.update(SMALL, counted(2), true));
    assertThat(shipping.next(NARROW, 0)).isEmpty();
  }

  @Test
  void entryLargerThanThePeerAccepts_holdsUpNothingElse_andIsNotCountedAsSent() throws Exception {
    outbox.add(LARGE, large());
    outbox.add(SMALL, counted(1));

    assertThat(shipping.next(NARROW, 0).orElseThrow().getBatch().getUpdatesList())
        .extracting(update -> update.getAddress().getName())
        .containsExactly("small");
    ExpectedLog.of(() -> assertThat(shipping.next(NARROW, 0)).isEmpty(), "stays unsent");

    PeerStatus.Builder status = PeerStatus.newBuilder();
    traffic.into(status);
    assertThat(status.getBatchesSent()).isEqualTo(1);
    assertThat(status.getTrafficList())
        .extracting(FunctionTraffic::getStatesSent)
        .containsExactly(1L);
  }

  private static Crdt<?> large() {
    return GSet.empty().add(REPLICA, Value.of("x".repeat(70 * 1024))).state();
  }

  private static Crdt<?> counted(long amount) {
    return PNCounter.empty().add(REPLICA, amount).state();
  }
}
