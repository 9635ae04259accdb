package io.miso.node.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.TestNodes;
import io.miso.node.overlay.KnownPeers.Meeting;
import io.miso.node.replication.PeerIdentity;
import org.junit.jupiter.api.Test;

final class KnownPeersCoreTest {
  private static final PeerIdentity NINE = TestNodes.peer(9);
  private static final PeerIdentity EIGHT = TestNodes.peer(8);
  private static final PeerIdentity SEVEN = TestNodes.peer(7);

  private final KnownPeers known = new KnownPeers(1);

  @Test
  void peerIsNewOnce_backOnlyAfterItWasLost() {
    assertThat(known.met(NINE)).isEqualTo(Meeting.NEW);
    assertThat(known.met(NINE)).isEqualTo(Meeting.STILL_THERE);
    known.betweenStreams(NINE);
    assertThat(known.stillBetweenStreams(NINE.id())).isTrue();
    assertThat(known.met(NINE)).isEqualTo(Meeting.STILL_THERE);
    assertThat(known.stillBetweenStreams(NINE.id())).isFalse();
    known.lost(NINE);
    assertThat(known.met(NINE)).isEqualTo(Meeting.BACK);
    known.forget(NINE.id());
    assertThat(known.met(NINE)).isEqualTo(Meeting.NEW);
  }

  @Test
  void whoIsGoneLongest_isOneTooMany_neverWhoIsConnected() {
    known.met(SEVEN);
    known.met(NINE);
    known.met(EIGHT);
    known.lost(EIGHT);
    assertThat(known.tooMany()).isEmpty();

    known.lost(NINE);
    assertThat(known.tooMany()).containsExactly(EIGHT);
    known.met(EIGHT);
    assertThat(known.tooMany()).isEmpty();
    known.lost(EIGHT);
    assertThat(known.tooMany()).containsExactly(NINE);
  }

  @Test
  void othersAtAnAddress_areThoseOfOtherIds_connectedOrGone() {
    PeerIdentity young = new PeerIdentity(TestNodes.id(10), 1, "young", NINE.address(), 100);
    known.met(NINE);
    known.met(EIGHT);
    known.lost(NINE);
    known.met(young);

    assertThat(known.othersAt(young)).containsExactly(NINE);
    assertThat(known.othersAt(EIGHT)).isEmpty();
  }
}
