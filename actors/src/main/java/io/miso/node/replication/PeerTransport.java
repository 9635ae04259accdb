package io.miso.node.replication;

import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.function.Function;

/** Opens and accepts streams between nodes: Akka gRPC in production, memory in the simulator. Thread-safe. */
public interface PeerTransport {

  /**
   * Opens a stream and sends a first frame on it; {@link StreamHandler#onClosed} tells where that fails.
   *
   * @param hello makes the first frame from the address at which the peer can dial this node
   */
  PeerStream dial(Seed address, Function<Seed, PeerFrame> hello, StreamHandler handler);

  /** Names who handles streams that peers open. Called once, before the first can come. */
  void acceptWith(Function<PeerStream, StreamHandler> acceptor);

  /** The address at which a peer can dial this node. */
  Seed ownAddressTowards(Seed peer);
}
