package io.miso.node.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.PeerStreams.Admission;
import io.miso.node.overlay.PeerStreams.Ended;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.replication.StreamLink;
import io.miso.node.settings.NodeSettings.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeerStreamsCoreTest {
  private static final NodeId SELF = TestNodes.id(5);
  private static final Seed ADDRESS = new Seed("10.0.0.2", 5001);

  private final PeerStreams streams = new PeerStreams(SELF);

  /** This node is 5. Streams it dials are numbered from 1; a peer numbers its own. */
  @ParameterizedTest(name = "to node {0}: {1} is there, {2} comes: {3}")
  @CsvSource({
    "9, here, peer 1, DUPLICATE",
    "9, peer 7, here, REPLACES",
    "2, here, peer 1, REPLACES",
    "2, peer 7, here, DUPLICATE",
    "9, here, here, REPLACES",
    "9, peer 1, peer 2, REPLACES",
    "9, peer 2, peer 1, DUPLICATE",
    "9, peer 2, peer 2, REPLACES"
  })
  void streamOfTheLowerId_stays_andOfOneOpenerTheNewer(
      long node, String there, String comes, Admission admission) {
    StreamLink first = open(there);
    StreamLink second = open(comes);
    PeerIdentity peer = TestNodes.peer(node);
    assertThat(streams.admit(first, peer, number(there))).isEqualTo(Admission.FIRST);

    assertThat(streams.admit(second, peer, number(comes))).isEqualTo(admission);

    boolean duplicate = admission == Admission.DUPLICATE;
    assertThat(streams.links()).containsExactly(duplicate ? first : second);
    assertThat(streams.contains(duplicate ? second : first)).isFalse();
    assertThat(streams.ended(duplicate ? second : first)).isEmpty();
    assertThat(streams.connected(peer.id())).isTrue();
  }

  @Test
  void endOfAStream_saysWhoseItWas_andWhereItWasOpenedTo() {
    StreamLink kept = open("here");
    StreamLink failed = open("here");
    StreamLink silent = open("peer 1");
    streams.admit(kept, TestNodes.peer(9), 0);

    assertThat(streams.ended(kept)).contains(new Ended(ADDRESS, TestNodes.peer(9)));
    assertThat(streams.ended(failed)).contains(new Ended(ADDRESS, null));
    assertThat(streams.ended(silent)).contains(new Ended(null, null));
    assertThat(streams.ended(kept)).as("a second time").isEmpty();
    assertThat(streams.peers()).isEmpty();
  }

  @Test
  void row_countsWhileTheStreamLasts() {
    StreamLink link = open("here");
    NodeId peer = TestNodes.id(9);
    assertThat(streams.rowReceived(peer)).isFalse();
    streams.admit(link, TestNodes.peer(9), 0);
    assertThat(streams.rowReceived(peer)).isTrue();
    assertThat(streams.hasRowOf(peer)).isTrue();

    streams.ended(link);

    assertThat(streams.hasRowOf(peer)).isFalse();
  }

  @Test
  void newIdAtAKnownAddress_replacesTheOld_alsoAfterItsStreamEnded() {
    PeerIdentity old = new PeerIdentity(TestNodes.id(9), 1, "old", ADDRESS, 100);
    PeerIdentity young = new PeerIdentity(TestNodes.id(10), 1, "young", ADDRESS, 100);
    StreamLink link = open("here");
    streams.admit(link, old, 0);
    streams.ended(link);
    streams.admit(open("here"), young, 0);

    assertThat(streams.replacedBy(young)).containsExactly(old);
    streams.forget(old.id());
    assertThat(streams.replacedBy(young)).isEmpty();
  }

  @Test
  void streamOfANodeThatIsForgotten_endsUnheard() {
    StreamLink link = open("here");
    streams.admit(link, TestNodes.peer(9), 0);

    streams.forget(TestNodes.id(9));

    assertThat(streams.connected(TestNodes.id(9))).isFalse();
    assertThat(streams.ended(link)).isEmpty();
  }

  @Test
  void handshake_isAwaitedUntilTheStreamIsAdmittedOrDropped() {
    StreamLink admitted = open("here");
    StreamLink dropped = open("peer 1");
    assertThat(streams.awaitsHandshake(admitted)).isTrue();
    assertThat(streams.awaitsHandshake(dropped)).isTrue();

    streams.admit(admitted, TestNodes.peer(9), 0);
    streams.drop(dropped);

    assertThat(streams.awaitsHandshake(admitted)).isFalse();
    assertThat(streams.awaitsHandshake(dropped)).isFalse();
  }

  private StreamLink open(String opener) {
    StreamLink link = new StreamLink(opener.equals("here"), new SilentReceiver());
    if (opener.equals("here")) {
      streams.dialled(link, ADDRESS);
    } else {
      streams.opened(link);
    }
    return link;
  }

  private static long number(String opener) {
    return opener.equals("here") ? 0 : Long.parseLong(opener.substring("peer ".length()));
  }
}
