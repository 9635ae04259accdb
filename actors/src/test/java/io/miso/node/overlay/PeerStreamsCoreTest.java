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

  private final PeerStreams streams = new PeerStreams(SELF, 2);

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
    assertThat(streams.admit(first, peer, number(there), 7)).isEqualTo(Admission.FIRST);

    assertThat(streams.admit(second, peer, number(comes), 7)).isEqualTo(admission);

    boolean duplicate = admission == Admission.DUPLICATE;
    assertThat(streams.links()).containsExactly(duplicate ? first : second);
    assertThat(streams.contains(duplicate ? second : first)).isFalse();
    assertThat(streams.ended(duplicate ? second : first)).isEmpty();
    assertThat(streams.connected(peer.id())).isTrue();
  }

  @Test
  void otherProcessUnderTheSameId_isACopy_unlessItIsALaterStartOfTheNode() {
    StreamLink first = open("peer 1");
    StreamLink copy = open("peer 2");
    StreamLink restarted = open("peer 1");
    PeerIdentity peer = TestNodes.peer(9);
    PeerIdentity later =
        new PeerIdentity(peer.id(), 2, peer.name(), peer.address(), peer.maxFrameBytes());
    streams.admit(first, peer, 1, 7);

    assertThat(streams.admit(copy, peer, 2, 8)).isEqualTo(Admission.COPIED_ID);
    assertThat(streams.links()).containsExactly(first);
    assertThat(streams.contains(copy)).as("to be refused").isTrue();
    assertThat(streams.admit(restarted, later, 1, 8)).isEqualTo(Admission.REPLACES);
    assertThat(streams.admit(copy, peer, 3, 7)).as("the one before").isEqualTo(Admission.COPIED_ID);
  }

  @Test
  void endOfAStream_saysWhoseItWas_andWhereItWasOpenedTo() {
    StreamLink kept = open("here");
    StreamLink failed = open("here");
    StreamLink silent = open("peer 1");
    streams.admit(kept, TestNodes.peer(9), 0, 7);

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
    streams.admit(link, TestNodes.peer(9), 0, 7);
    assertThat(streams.rowReceived(peer)).isTrue();
    assertThat(streams.hasRowOf(peer)).isTrue();

    streams.ended(link);

    assertThat(streams.hasRowOf(peer)).isFalse();
  }

  @Test
  void streamOfANodeThatIsForgotten_endsUnheard() {
    StreamLink link = open("here");
    streams.admit(link, TestNodes.peer(9), 0, 7);

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

    streams.admit(admitted, TestNodes.peer(9), 0, 7);
    streams.drop(dropped);

    assertThat(streams.awaitsHandshake(admitted)).isFalse();
    assertThat(streams.awaitsHandshake(dropped)).isFalse();
  }

  @Test
  void streamThatIsRefused_awaitsNoHandshake_andItsEndIsHeard() {
    StreamLink link = open("here");

    streams.refuse(link);

    assertThat(streams.awaitsHandshake(link)).isFalse();
    assertThat(streams.ended(link)).contains(new Ended(ADDRESS, null));
  }

  @Test
  void peersAndStrangers_haveALimitEach() {
    StreamLink one = open("peer 1");
    open("here");
    assertThat(streams.crowded()).isFalse();
    StreamLink other = open("peer 1");
    assertThat(streams.crowded()).isTrue();

    streams.admit(one, TestNodes.peer(9), 1, 7);
    assertThat(streams.crowded()).isFalse();
    assertThat(streams.full()).isFalse();
    streams.admit(other, TestNodes.peer(8), 1, 7);
    assertThat(streams.full()).isTrue();
    streams.ended(other);
    assertThat(streams.full()).isFalse();
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
