package io.miso.node.overlay;

import io.miso.grpc.replication.v1.Goodbye;
import io.miso.node.overlay.Handshake.Verdict;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What node discovery tells the operator: once where it would repeat itself, and with what to do. */
final class Notices {
  /** Operators know node discovery, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(NodeDiscovery.class);

  private final int maxRefusals;
  private final Set<String> refusals = new HashSet<>();

  /**
   * @param maxRefusals how many different refusals are remembered, and so reported
   */
  Notices(int maxRefusals) {
    this.maxRefusals = maxRefusals;
  }

  void connected(PeerIdentity peer) {
    LOG.info("peer {} connected", peer);
  }

  void disconnected(PeerIdentity peer) {
    LOG.info("peer {} disconnected", peer);
  }

  void left(PeerIdentity peer) {
    LOG.info("peer {} left", peer);
  }

  void replaced(PeerIdentity old, PeerIdentity by) {
    LOG.info("node {} at {} takes the place of {}", by.id(), by.address(), old.id());
  }

  void foundNothing(PeerFinder finder, Throwable cause) {
    LOG.debug("{} found nothing: {}", finder.name(), cause.toString());
  }

  void noHello(String remote) {
    LOG.warn("{} opened a stream and sent no Hello; it is closed", remote);
  }

  /** This node refused another. */
  void refused(Verdict.Rejected rejected) {
    if (refusals.size() < maxRefusals && refusals.add(rejected.who() + rejected.reason())) {
      LOG.warn("refused {}: {}", rejected.who(), rejected.detail());
    }
  }

  void refusedBy(String remote, Goodbye goodbye) {
    LOG.warn(
        "{} refused this node: {} ({}); check MISO_CLUSTER_NAME and the versions",
        remote,
        goodbye.getDetail(),
        goodbye.getReason());
  }

  void noPeerYet(Duration since) {
    LOG.warn(
        "no peer found after {} s, this node works alone meanwhile: set MISO_SEEDS=host:port of a running node,"
            + " or let UDP port 5353 multicast pass for mDNS",
        since.toSeconds());
  }

  void unreachable(Seed address, String cause) {
    LOG.warn(
        "seed {} cannot be reached ({}): check MISO_SEEDS and that a node runs there; trying on",
        address,
        cause);
  }
}
