package io.miso.node.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.SeededCases;
import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StreamRankCoreTest {

  /** A stream as one of its ends ranks it. */
  private record Dialled(NodeId by, NodeId to, long number) {
    StreamRank seenFrom(NodeId end) {
      boolean lowerId = end.compareTo(end.equals(by) ? to : by) < 0;
      return new StreamRank(end.equals(by) ? lowerId : !lowerId, number);
    }
  }

  @Test
  void bothSides_keepTheSameOfAllStreams_inWhateverOrderTheyMeetThem() {
    SeededCases.forAll(
        getClass(), "bothSides_keepTheSameOfAllStreams_inWhateverOrderTheyMeetThem", random -> {
          NodeId one = new NodeId(random.nextLong(), random.nextLong());
          NodeId other = random.nextInt(5) == 0
              ? new NodeId(one.high(), ~one.low())
              : new NodeId(random.nextLong(), random.nextLong());
          List<Dialled> streams = new ArrayList<>();
          for (int i = 1; i <= 1 + random.nextInt(4); i++) {
            streams.add(new Dialled(one, other, i));
            streams.add(new Dialled(other, one, i + random.nextInt(3) * 10));
          }
          assertThat(kept(streams, one, random)).isEqualTo(kept(streams, other, random));
        });
  }

  @Test
  void ofStreamsOfOneSide_theNewerStays_evenPastTheSignBit() {
    assertThat(new StreamRank(true, 2)).isGreaterThan(new StreamRank(true, 1));
    assertThat(new StreamRank(true, -1)).isGreaterThan(new StreamRank(true, Long.MAX_VALUE));
    assertThat(new StreamRank(true, 1)).isGreaterThan(new StreamRank(false, 9));
  }

  @Test
  void nodeIds_areOrderedUnsigned() {
    assertThat(new NodeId(-1, 0)).isGreaterThan(new NodeId(1, 0));
    assertThat(new NodeId(0, -1)).isGreaterThan(TestNodes.id(1));
  }

  private static @Nullable Dialled kept(List<Dialled> streams, NodeId end, Random random) {
    List<Dialled> met = new ArrayList<>(streams);
    java.util.Collections.shuffle(met, random);
    Dialled kept = null;
    for (Dialled stream : met) {
      boolean refused = kept != null && kept.seenFrom(end).compareTo(stream.seenFrom(end)) > 0;
      kept = refused ? kept : stream;
    }
    return kept;
  }
}
