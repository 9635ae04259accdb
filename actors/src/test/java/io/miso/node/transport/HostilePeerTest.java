package io.miso.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.miso.crdt.CrdtType;
import io.miso.crdt.Value;
import io.miso.grpc.replication.v1.Batch;
import io.miso.grpc.replication.v1.CrdtAddress;
import io.miso.grpc.replication.v1.CrdtState;
import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.Heartbeat;
import io.miso.grpc.replication.v1.Hello;
import io.miso.grpc.replication.v1.KnownNodes;
import io.miso.grpc.replication.v1.NodeAddress;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.PeerFrame.FrameCase;
import io.miso.grpc.replication.v1.RestoreRequest;
import io.miso.node.MisoNode;
import io.miso.node.RecordedLog;
import io.miso.node.TestNodes;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Update;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Peers over real sockets that do a node no good: one line each however often they come, and the neighbour is served all the while. */
final class HostilePeerTest {
  private static final int MAX_FRAME = 1 << 20;
  private static final byte[] NONSENSE = {1, 2, 3, 4, (byte) 0xff};
  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey COUNTER = new CrdtKey(OBJECT, "counter", CrdtType.PNCOUNTER);
  private static final CrdtKey REGISTER = new CrdtKey(OBJECT, "register", CrdtType.MV_REGISTER);

  private static MisoNode node;
  private static MisoNode neighbour;

  private final RecordedLog log = new RecordedLog();

  @BeforeAll
  static void start() throws Exception {
    node = MisoNode.start(TestNodes.settings("""
        node-name = under-test
        grpc.port = 0
        discovery.methods = [config]
        peers.handshake-timeout = 500 ms
        replication.max-frame-bytes = 1 MiB
        replication.pending-bytes = 256 KiB
        """));
    neighbour = MisoNode.start(TestNodes.settings("node-name = neighbour\ngrpc.port = 0\n"
        + "discovery.methods = [config]\ndiscovery.seeds = [\"127.0.0.1:" + node.port() + "\"]"));
    await(
        node.operations().update(REGISTER, new Update.RegisterAssign(Value.of("x".repeat(1_500)))));
    await(neighbour.operations().update(COUNTER, new Update.CounterAdd(1)));
    awaitEverythingAcknowledged(neighbour);
  }

  @AfterAll
  static void stop() {
    neighbour.close();
    node.close();
  }

  @AfterEach
  void neighbourIsServed() throws Exception {
    log.close();
    await(node.operations().update(COUNTER, new Update.CounterAdd(1)));
    awaitEverythingAcknowledged(node);
  }

  @Test
  void bytesThatAreNoFrame_beforeTheHandshake() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (RawPeer peer = new RawPeer(node)) {
        peer.say(NONSENSE).end();
      }
      log.await("sent bytes that are no frame");
    }

    assertThat(log.onlyWarning()).contains("WARN 127.0.0.1:");
  }

  @Test
  void firstFrameThatIsNoHello() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (RawPeer peer = new RawPeer(node)) {
        peer.say(
            PeerFrame.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build());
        assertThat(peer.hear().getGoodbye().getReason()).isEqualTo(Goodbye.Reason.MALFORMED);
      }
    }

    assertThat(log.onlyWarning()).contains("at 127.0.0.1:", "its first frame is no Hello");
  }

  @Test
  void bytesThatAreNoFrame_afterTheHandshake() throws Exception {
    try (RawPeer peer = new RawPeer(node)) {
      peer.say(hello(101)).hear();
      peer.say(NONSENSE).end();
    }

    assertToldOnceAndKeptOut(101, "sent bytes that are no frame");
  }

  @Test
  void malformedState() throws Exception {
    Batch batch = Batch.newBuilder()
        .setSequence(1)
        .addUpdates(CrdtUpdate.newBuilder().setState(CrdtState.getDefaultInstance()))
        .build();
    try (RawPeer peer = new RawPeer(node)) {
      peer.say(hello(102)).hear();
      peer.say(PeerFrame.newBuilder().setBatch(batch).build());
      assertThat(peer.hear(FrameCase.GOODBYE).getGoodbye().getReason())
          .isEqualTo(Goodbye.Reason.MALFORMED);
    }

    assertToldOnceAndKeptOut(102, "sent a malformed state");
  }

  @Test
  void frameThatIsTooLarge() throws Exception {
    try (RawPeer peer = new RawPeer(node)) {
      peer.say(hello(103)).hear();
      peer.say(new byte[MAX_FRAME + 1]).end();
    }

    assertToldOnceAndKeptOut(103, "began a frame of 1048577 bytes");
  }

  @Test
  void peerThatAsksAndDoesNotRead() throws Exception {
    RestoreRequest request = RestoreRequest.newBuilder()
        .setRequest(1)
        .setAddress(CrdtAddress.newBuilder()
            .setFunction(OBJECT.function())
            .setObjectId(OBJECT.objectId())
            .setName(REGISTER.name()))
        .build();
    try (RawPeer peer = new RawPeer(node, false)) {
      peer.say(hello(104));
      for (int i = 0; i < 20_000; i++) {
        peer.say(PeerFrame.newBuilder().setRestoreRequest(request).build());
      }
      log.await("does not read its stream");
    }

    assertToldOnceAndKeptOut(104, "does not read its stream");
  }

  @Test
  void peerThatFloods() throws Exception {
    try (RawPeer peer = new RawPeer(node)) {
      peer.say(hello(105)).hear();
      KnownNodes.Builder junk = KnownNodes.newBuilder();
      for (int i = 0; i < 5_000; i++) {
        junk.addNodes(NodeAddress.newBuilder()
            .setNodeId(TestNodes.id(1_000_000 + i).toBytes())
            .setHost("127.2." + i / 256 + "." + i % 256)
            .setPort(1));
      }
      peer.say(PeerFrame.newBuilder().setKnownNodes(junk).build());
      byte[] heartbeat = PeerFrame.newBuilder()
          .setHeartbeat(Heartbeat.getDefaultInstance())
          .build()
          .toByteArray();
      for (int i = 0; i < 20_000; i++) {
        peer.say(heartbeat);
      }
      neighbourIsServed();
    }

    assertThat(log.lines()).noneMatch(line -> !line.startsWith("INFO"));
  }

  @Test
  void nodeOfAnotherCluster_andOneOfAnOldVersion() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (RawPeer peer = new RawPeer(node)) {
        peer.say(changed(hello(106).getHello().toBuilder().setCluster("theirs")));
        assertThat(peer.hear().getGoodbye().getReason()).isEqualTo(Goodbye.Reason.OTHER_CLUSTER);
      }
      try (RawPeer peer = new RawPeer(node)) {
        peer.say(changed(hello(107).getHello().toBuilder().setProtocolVersion(0)));
        assertThat(peer.hear().getGoodbye().getReason()).isEqualTo(Goodbye.Reason.PROTOCOL_VERSION);
      }
    }

    assertThat(log.lines()).hasSize(2);
    assertThat(log.about("raw-106"))
        .singleElement()
        .asString()
        .contains("'theirs'", "MISO_CLUSTER_NAME");
    assertThat(log.about("raw-107"))
        .singleElement()
        .asString()
        .contains("version 0", "same release");
  }

  @Test
  void copyOfTheNode() throws Exception {
    ByteString id = ByteString.copyFrom(HexFormat.of().parseHex(node.nodeId()));
    for (int i = 0; i < 3; i++) {
      try (RawPeer peer = new RawPeer(node)) {
        peer.say(changed(hello(108).getHello().toBuilder().setNodeId(id)));
        assertThat(peer.hear().getGoodbye().getReason()).isEqualTo(Goodbye.Reason.COPIED_NODE_ID);
      }
    }

    assertThat(log.onlyWarning()).contains("raw-108", node.nodeId());
  }

  @Test
  void copyOfANeighbour() throws Exception {
    ByteString id = ByteString.copyFrom(HexFormat.of().parseHex(neighbour.nodeId()));
    for (int i = 0; i < 3; i++) {
      try (RawPeer peer = new RawPeer(node)) {
        peer.say(changed(hello(109).getHello().toBuilder().setNodeId(id)));
        assertThat(peer.hear().getGoodbye().getReason()).isEqualTo(Goodbye.Reason.COPIED_NODE_ID);
      }
    }

    assertThat(log.onlyWarning()).contains("raw-109", "neighbour (127.0.0.1:" + neighbour.port());
  }

  @Test
  void nodeOfTheSameName() throws Exception {
    try (RawPeer peer = new RawPeer(node)) {
      peer.say(changed(hello(110).getHello().toBuilder().setName("under-test")));
      assertThat(peer.hear().hasHello()).isTrue();
      log.await("have the same name");
    }

    assertThat(log.about("have the same name")).hasSize(1);
  }

  @Test
  void bytesThatAreNoHttp() throws Exception {
    byte[] garbage = new byte[5_000];
    new Random(1).nextBytes(garbage);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.getOutputStream().write(garbage);
      socket.setSoTimeout(20_000);
      assertThat(new String(
              socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 400");
    }

    assertThat(log.await("from 127.0.0.1:")).contains("Illegal request");
    assertThat(log.lines()).hasSize(1);
  }

  private void assertToldOnceAndKeptOut(long id, String fault) throws Exception {
    log.await(fault);
    for (int i = 0; i < 3; i++) {
      try (RawPeer again = new RawPeer(node)) {
        assertThat(again.say(hello(id)).hear().getGoodbye().getReason())
            .isEqualTo(Goodbye.Reason.MALFORMED);
      }
    }
    assertThat(log.onlyWarning()).contains("peer raw-" + id + " (127.0.0.2:" + id + ") " + fault);
    assertThat(log.about("is lost")).isEmpty();
  }

  /** It says to be where nobody listens. */
  private static PeerFrame hello(long id) {
    return changed(Hello.newBuilder()
        .setProtocolVersion(1)
        .setCluster("miso")
        .setNodeId(TestNodes.id(id).toBytes())
        .setIncarnation(1)
        .setName("raw-" + id)
        .setHost("127.0.0.2")
        .setPort((int) id)
        .setMaxFrameBytes(MAX_FRAME)
        .setStream(1)
        .setProcess(id));
  }

  private static PeerFrame changed(Hello.Builder hello) {
    return PeerFrame.newBuilder().setHello(hello).build();
  }

  /** Nodes that have just started may not know yet who runs the function. */
  private static void awaitEverythingAcknowledged(MisoNode by) throws Exception {
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (await(by.operations().sync(OBJECT, Duration.ofSeconds(5)))
        .acknowledged()
        .isEmpty()) {
      assertThat(System.nanoTime()).as("the other node has everything").isLessThan(endNanos);
      Thread.onSpinWait();
    }
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
