package io.miso.node.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import org.junit.jupiter.api.Test;

final class FunctionViewCoreTest {
  private static final NodeId SELF = TestNodes.id(1);
  private static final NodeId PEER = TestNodes.id(2);

  @Test
  void targetsAreThePeersThatRun_aRestoreAsksThoseThatHoldToo_neverThisNode() {
    NodeId holder = TestNodes.id(3);
    FunctionView view = FunctionView.empty(SELF)
        .own(KnownRows.row(SELF, 1, "f", true))
        .merge(KnownRows.table(
            KnownRows.row(PEER, 1, "f", true), KnownRows.row(holder, 1, "f", false)));

    assertThat(view.interestedPeers("f")).containsExactly(PEER);
    assertThat(view.holdingPeers("f")).containsExactly(PEER, holder);
    assertThat(view.interestedPeers("g")).isEmpty();
    assertThat(view.runsHere("f")).isTrue();
    assertThat(view.runBy(holder)).isEmpty();
  }

  @Test
  void nodeThatKeepsAFunction_isATarget_andDoesNotRunIt() {
    FunctionRow keeps = FunctionRow.newBuilder()
        .setNodeId(PEER.toBytes())
        .setVersion(1)
        .addFunctions(FunctionEntry.newBuilder().setFunction("f").setKeeps(true))
        .build();
    FunctionView view = FunctionView.empty(SELF).merge(KnownRows.table(keeps));

    assertThat(view.interestedPeers("f")).containsExactly(PEER);
    assertThat(view.holdingPeers("f")).containsExactly(PEER);
    assertThat(view.wantedBy(PEER)).containsExactly("f");
    assertThat(view.runBy(PEER)).isEmpty();
  }

  @Test
  void nodeThatIsGone_isNoTargetAnyMore() {
    FunctionView view = FunctionView.empty(SELF)
        .merge(KnownRows.table(KnownRows.row(PEER, 1, "f", true)))
        .gone(PEER, 5);

    assertThat(view.interestedPeers("f")).isEmpty();
    assertThat(view.isGone(PEER)).isTrue();
    assertThat(view.gone(PEER, 7)).isSameAs(view);
  }
}
