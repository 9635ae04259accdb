package io.miso.node.overlay;

import io.miso.grpc.replication.v1.Goodbye;
import io.miso.node.overlay.Handshake.Verdict;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.settings.NodeSettings.Discovery;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What node discovery tells the operator: once where it would repeat itself, and with what to do. */
final class Notices {
  /** Operators know node discovery, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(NodeDiscovery.class);

  private final int maxRefusals;
  private final Set<String> refusals = new HashSet<>();
  private final Set<String> sameAddresses = new HashSet<>();
  private boolean saidForgotten;

  /**
   * @param maxRefusals how many different refusals are remembered, and so reported
   */
  Notices(int maxRefusals) {
    this.maxRefusals = maxRefusals;
  }

  void connected(PeerIdentity peer) {
    LOG.info("peer {} connected", peer);
  }

  /** It is back under the id it had. */
  void back(PeerIdentity peer) {
    LOG.info("peer {} is back", peer);
  }

  void lost(PeerIdentity peer, String cause) {
    LOG.info("peer {} is lost ({}); it is dialled until it is back", peer, cause);
  }

  /** Another stream is to come in a moment, so that nobody has to know. */
  void betweenStreams(PeerIdentity peer) {
    LOG.debug("a stream of peer {} gives way to another", peer);
  }

  void left(PeerIdentity peer) {
    LOG.info("peer {} left", peer);
  }

  void replaced(PeerIdentity old, PeerIdentity by) {
    LOG.info("peer {} is back as a new node: {} takes the place of {}", by, by.id(), old.id());
  }

  /** Two nodes that live say the same address. */
  void sameAddress(PeerIdentity one, PeerIdentity other) {
    boolean ordered = one.id().compareTo(other.id()) < 0;
    PeerIdentity first = ordered ? one : other;
    PeerIdentity second = ordered ? other : one;
    if (sameAddresses.size() < maxRefusals && sameAddresses.add(first.id() + " " + second.id())) {
      LOG.warn(
          "nodes {} ({}) and {} ({}) both live and both say that they can be dialled at {}, so only one of them can:"
              + " give each an address of its own with MISO_NODE_IP and MISO_GRPC_PORT",
          first.id(),
          first.name(),
          second.id(),
          second.name(),
          first.address());
    }
  }

  void forgotten(PeerIdentity peer, int maxGone) {
    if (!saidForgotten) {
      LOG.warn(
          "more than {} peers are gone (miso.peers.max-gone): {}, gone longest, is forgotten, and so is the longest gone"
              + " whenever one more goes",
          maxGone,
          peer);
    }
    saidForgotten = true;
  }

  void foundNothing(PeerFinder finder, Throwable cause) {
    LOG.debug("{} found nothing: {}", finder.name(), cause.toString());
  }

  void noHello(String remote) {
    LOG.warn("{} opened a stream and sent no Hello; it is closed", remote);
  }

  /** This node refused another. */
  void refused(Verdict.Rejected rejected) {
    // Who is one too many is another one each time.
    String who = rejected.reason() == Goodbye.Reason.TOO_MANY_PEERS ? "" : rejected.who();
    if (refusals.size() < maxRefusals && refusals.add(who + rejected.reason())) {
      LOG.warn("refused {}: {}", rejected.who(), rejected.detail());
    }
  }

  void refusedBy(String remote, Goodbye goodbye) {
    LOG.warn(
        "{} refused this node and says of it: {} ({}); {}",
        remote,
        goodbye.getDetail(),
        goodbye.getReason(),
        goodbye.getReason() == Goodbye.Reason.TOO_MANY_PEERS
            ? "trying on"
            : "check MISO_CLUSTER_NAME and the versions");
  }

  /** First operations wait no longer. A node with no way to find others is alone on purpose, and waits to be found. */
  void firstRoundOver(List<PeerIdentity> peers, List<PeerFinder> finders) {
    if (peers.isEmpty() && !finders.isEmpty()) {
      LOG.info(
          "no peer reached yet: until one is, reads show what this node has alone, which may be old");
    }
  }

  void noPeerYet(Discovery discovery) {
    NoPeerNotice notice = NoPeerNotice.of(discovery);
    LOG.atLevel(notice.level()).log(notice.text());
  }

  void unreachable(Seed address, String cause) {
    LOG.warn(
        "seed {} cannot be reached ({}): check MISO_SEEDS and that a node runs there; trying on",
        address,
        cause);
  }
}
