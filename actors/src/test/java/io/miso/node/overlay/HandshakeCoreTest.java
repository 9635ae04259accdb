package io.miso.node.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.Hello;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.SeededCases;
import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.Handshake.Verdict;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class HandshakeCoreTest {
  private static final NodeId ONE = new NodeId(-3, 1);
  private static final NodeId OTHER = TestNodes.id(2);
  private static final NodeSettings SETTINGS = TestNodes.settings("node-name = edge-1");

  private final Handshake one = new Handshake(ONE, 7, 11, SETTINGS);
  private final Handshake other = new Handshake(OTHER, 1, 12, SETTINGS);

  @Test
  void helloOfAnotherNode_isAccepted_withAllItSays() {
    Verdict verdict = other.judge(one.hello(new Seed("10.0.0.1", 5001), 42));

    assertThat(verdict).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
      assertThat(accepted.stream()).isEqualTo(42);
      assertThat(accepted.identity().id()).isEqualTo(ONE);
      assertThat(accepted.identity().incarnation()).isEqualTo(7);
      assertThat(accepted.identity().name()).isEqualTo("edge-1");
      assertThat(accepted.identity().address()).isEqualTo(new Seed("10.0.0.1", 5001));
      assertThat(accepted.identity().maxFrameBytes())
          .isEqualTo(SETTINGS.replication().maxFrameBytes());
    });
  }

  @Test
  void ownHello_isRecognized() {
    assertThat(one.judge(one.hello(new Seed("10.0.0.1", 5001), 1))).isEqualTo(new Verdict.Self());
  }

  @Test
  void nodeThatLivesUnderTheSameId_isToldFromOneself() {
    Handshake copy = new Handshake(ONE, 7, 99, SETTINGS);

    assertThat(one.judge(copy.hello(new Seed("10.0.0.7", 5001), 1)))
        .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
          assertThat(rejected.reason()).isEqualTo(Goodbye.Reason.COPIED_NODE_ID);
          assertThat(rejected.who()).isEqualTo("edge-1 (10.0.0.7:5001)");
          assertThat(rejected.detail()).contains(ONE.hex());
        });
  }

  @Test
  void goodbye_isPassedOn_andADuplicateNamesTheNode() {
    assertThat(one.judge(other.duplicate()))
        .isInstanceOfSatisfying(Verdict.TurnedAway.class, turnedAway -> {
          assertThat(turnedAway.goodbye().getReason()).isEqualTo(Goodbye.Reason.DUPLICATE_STREAM);
          assertThat(NodeId.of(turnedAway.goodbye().getNodeId())).isEqualTo(OTHER);
        });
  }

  @Test
  void helloOfOthers_isRejectedForItsReason() {
    assertThat(reasonFor(hello -> hello.setProtocolVersion(2)))
        .isEqualTo(Goodbye.Reason.PROTOCOL_VERSION);
    assertThat(reasonFor(hello -> hello.setCluster("theirs")))
        .isEqualTo(Goodbye.Reason.OTHER_CLUSTER);
  }

  @Test
  void helloWithBadFields_isMalformed() {
    assertMalformed(hello -> hello.setNodeId(ByteString.EMPTY));
    assertMalformed(hello -> hello.setNodeId(ByteString.copyFrom(new byte[17])));
    assertMalformed(Hello.Builder::clearHost);
    assertMalformed(hello -> hello.setHost("h".repeat(257)));
    assertMalformed(hello -> hello.setName("n".repeat(257)));
    assertMalformed(Hello.Builder::clearPort);
    assertMalformed(hello -> hello.setPort(65536));
    assertMalformed(hello -> hello.setPort(-1));
    assertMalformed(Hello.Builder::clearMaxFrameBytes);
    assertMalformed(hello -> hello.setMaxFrameBytes(65535));
    assertMalformed(hello -> hello.setMaxFrameBytes(-1));
  }

  @Test
  void whateverIsNoHello_isMalformed() {
    assertThat(one.judge(PeerFrame.getDefaultInstance())).isInstanceOf(Verdict.Rejected.class);
    assertThat(one.judge(
            PeerFrame.newBuilder().setHello(Hello.getDefaultInstance()).build()))
        .isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void garbage_neverThrows() {
    byte[] valid = one.hello(new Seed("10.0.0.1", 5001), 1).toByteArray();
    SeededCases.forAll(getClass(), "garbage_neverThrows", random -> {
      byte[] bytes = valid.clone();
      for (int flips = 1 + random.nextInt(5); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(other.judge(PeerFrame.parseFrom(bytes))).isNotNull();
      } catch (InvalidProtocolBufferException e) {
        assertThat(e).hasMessageNotContaining("NullPointer");
      }
    });
  }

  private void assertMalformed(UnaryOperator<Hello.Builder> change) {
    assertThat(reasonFor(change)).isEqualTo(Goodbye.Reason.MALFORMED);
  }

  private Goodbye.Reason reasonFor(UnaryOperator<Hello.Builder> change) {
    Hello.Builder hello = other.hello(new Seed("10.0.0.2", 5001), 1).getHello().toBuilder();
    Verdict verdict =
        one.judge(PeerFrame.newBuilder().setHello(change.apply(hello)).build());
    return ((Verdict.Rejected) verdict).reason();
  }
}
