package io.miso.node.overlay;

import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.Hello;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Seed;

/** The first frames of a stream: pure. */
final class Handshake {
  /** Raised with every change that an older node would misunderstand. */
  static final int PROTOCOL_VERSION = 1;

  private static final int MAX_NAME_LENGTH = NodeSettings.LONGEST_NODE_NAME;
  private static final long MIN_FRAME_BYTES = NodeSettings.Replication.LEAST_FRAME_BYTES;

  /** What a first frame leads to. */
  sealed interface Verdict {
    /**
     * A peer.
     *
     * @param stream the number it gave the stream, where it opened it
     * @param process tells two nodes apart that live under one id
     */
    record Accepted(PeerIdentity identity, long stream, long process) implements Verdict {}

    record Rejected(Goodbye.Reason reason, String who, String detail) implements Verdict {}

    /** The node dialled itself. */
    record Self() implements Verdict {}

    /** The other side said goodbye instead. */
    record TurnedAway(Goodbye goodbye) implements Verdict {}
  }

  private final NodeId self;
  private final long incarnation;
  private final long process;
  private final NodeSettings settings;

  /**
   * The handshakes of one start of a node.
   *
   * @param process random
   */
  Handshake(NodeId self, long incarnation, long process, NodeSettings settings) {
    this.self = self;
    this.incarnation = incarnation;
    this.process = process;
    this.settings = settings;
  }

  PeerFrame hello(Seed own, long stream) {
    return PeerFrame.newBuilder()
        .setHello(Hello.newBuilder()
            .setProtocolVersion(PROTOCOL_VERSION)
            .setCluster(settings.clusterName())
            .setNodeId(self.toBytes())
            .setIncarnation(incarnation)
            .setName(settings.nodeName())
            .setHost(own.host())
            .setPort(own.port())
            .setMaxFrameBytes(settings.replication().maxFrameBytes())
            .setStream(stream)
            .setProcess(process))
        .build();
  }

  /** The last frame of a stream that is one too many; it says to whom the other one leads. */
  PeerFrame duplicate() {
    return PeerFrame.newBuilder()
        .setGoodbye(Goodbye.newBuilder()
            .setReason(Goodbye.Reason.DUPLICATE_STREAM)
            .setNodeId(self.toBytes()))
        .build();
  }

  /** The last frame of every stream of a node that goes. */
  static PeerFrame leaving() {
    return PeerFrame.newBuilder()
        .setGoodbye(Goodbye.newBuilder()
            .setReason(Goodbye.Reason.SHUTTING_DOWN)
            .setDetail("the node is leaving")
            .setForGood(true))
        .build();
  }

  /** There is no room for one more. */
  static Verdict.Rejected tooMany(String who, String detail) {
    return new Verdict.Rejected(Goodbye.Reason.TOO_MANY_PEERS, who, detail);
  }

  /** Who already has a stream, or this node itself, lives under the id that the other one claims. */
  static Verdict.Rejected copied(String who, String owner, NodeId id) {
    return new Verdict.Rejected(
        Goodbye.Reason.COPIED_NODE_ID,
        who,
        owner + " lives under the same node id, " + id
            + "; start one of the two anew, so that it takes another");
  }

  Verdict judge(PeerFrame first) {
    if (first.hasGoodbye()) {
      return new Verdict.TurnedAway(first.getGoodbye());
    }
    if (!first.hasHello()) {
      return malformed("a node", "its first frame is no Hello");
    }
    Hello hello = first.getHello();
    if (hello.getProtocolVersion() != PROTOCOL_VERSION) {
      return new Verdict.Rejected(
          Goodbye.Reason.PROTOCOL_VERSION,
          who(hello),
          "it speaks protocol version " + hello.getProtocolVersion() + ", this node "
              + PROTOCOL_VERSION + "; run the same release on both");
    }
    if (!hello.getCluster().equals(settings.clusterName())) {
      return new Verdict.Rejected(
          Goodbye.Reason.OTHER_CLUSTER,
          who(hello),
          "it is of cluster '" + shortened(hello.getCluster()) + "', we are of '"
              + settings.clusterName()
              + "'; set the same MISO_CLUSTER_NAME where they belong together");
    }
    return identify(hello);
  }

  private Verdict identify(Hello hello) {
    if (hello.getNodeId().size() != 16) {
      return malformed(
          who(hello), "the node id has " + hello.getNodeId().size() + " bytes, not 16");
    }
    if (hello.getHost().isEmpty()
        || hello.getHost().length() > MAX_NAME_LENGTH
        || hello.getName().length() > MAX_NAME_LENGTH
        || hello.getPort() < 1
        || hello.getPort() > 65535) {
      return malformed(who(hello), "name, host or port are missing or out of range");
    }
    if (hello.getMaxFrameBytes() < MIN_FRAME_BYTES) {
      return malformed(who(hello), "max_frame_bytes is below " + MIN_FRAME_BYTES);
    }
    NodeId id = NodeId.of(hello.getNodeId());
    if (id.equals(self)) {
      return hello.getProcess() == process
          ? new Verdict.Self()
          : copied(who(hello), "this node", self);
    }
    return new Verdict.Accepted(
        new PeerIdentity(
            id,
            hello.getIncarnation(),
            hello.getName(),
            new Seed(hello.getHost(), hello.getPort()),
            hello.getMaxFrameBytes()),
        hello.getStream(),
        hello.getProcess());
  }

  private static String who(Hello hello) {
    return shortened(hello.getName()) + " (" + shortened(hello.getHost()) + ":" + hello.getPort()
        + ")";
  }

  /** What was not checked yet, for a line of the log. */
  private static String shortened(String text) {
    return text.length() <= MAX_NAME_LENGTH ? text : text.substring(0, MAX_NAME_LENGTH);
  }

  private static Verdict malformed(String who, String detail) {
    return new Verdict.Rejected(Goodbye.Reason.MALFORMED, who, detail);
  }
}
