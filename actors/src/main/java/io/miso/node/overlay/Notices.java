package io.miso.node.overlay;

import io.miso.grpc.replication.v1.Goodbye;
import io.miso.node.overlay.Handshake.Verdict;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Discovery;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What node discovery tells the operator: once where it would repeat itself, and with what to do. */
final class Notices {
  /** Operators know node discovery, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(NodeDiscovery.class);

  /** Of one reason, about what comes from one host. */
  private static final int LINES_PER_HOST = 10;

  private final int maxRemembered;
  private final Map<String, Set<String>> said = new HashMap<>();
  private final Set<String> failing = new HashSet<>();
  private boolean saidForgotten;

  /**
   * @param maxRemembered how many subjects of lines are remembered, and so reported
   */
  Notices(int maxRemembered) {
    this.maxRemembered = maxRemembered;
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
    if (isNew("same address", first.id() + " " + second.id())) {
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

  /** Names are labels. */
  void sameName(PeerIdentity one, String other) {
    if (isNew("same name", one.name())) {
      LOG.info(
          "{} and {} have the same name; names are labels, so nothing goes wrong but that logs and status do not tell them apart:"
              + " give each its own MISO_NODE_NAME",
          one,
          other);
    }
  }

  /** The peer's stream is closed for what it did. */
  void misbehaved(PeerIdentity peer, String fault, Duration pause) {
    LOG.warn(
        "peer {} {}; its stream is closed, and no other one is taken for {} s: run the same release on both nodes",
        peer,
        fault,
        pause.toSeconds());
  }

  /** Somebody who did not pass the handshake. */
  void strangerMisbehaved(String remote, String fault) {
    if (isNew("stranger " + host(remote), fault)) {
      LOG.warn("{} opened a stream and {}; it is closed", remote, fault);
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

  /** Told once until it works again. */
  void looked(PeerFinder finder, @Nullable Throwable failure) {
    if (failure == null) {
      failing.remove(finder.name());
    } else if (failing.add(finder.name())) {
      LOG.warn(
          "discovery by {} finds nobody, since a look fails ({}): check miso.discovery; trying on",
          finder.name(),
          Causes.describe(failure));
    }
  }

  /** This node refused another. */
  void refused(String remote, Verdict.Rejected rejected) {
    boolean first = rejected.reason() == Goodbye.Reason.TOO_MANY_PEERS
        // Who is one too many is another one each time.
        ? isNew(rejected.reason().name(), "")
        : isNew(rejected.reason() + host(remote), rejected.who());
    if (first) {
      LOG.warn("refused {} at {}: {}", rejected.who(), remote, rejected.detail());
    }
  }

  void refusedBy(String remote, Goodbye goodbye) {
    if (isNew("refused by " + host(remote), remote + goodbye.getReason())) {
      LOG.warn(
          "{} refused this node and says of it: {} ({}); {}",
          remote,
          shortened(goodbye.getDetail()),
          goodbye.getReason(),
          switch (goodbye.getReason()) {
            case TOO_MANY_PEERS -> "trying on";
            case COPIED_NODE_ID ->
              "meanwhile this node writes under a fresh id, so that no update is lost";
            default -> "check MISO_CLUSTER_NAME and the versions";
          });
    }
  }

  /** Whether nothing was said of the subject yet; what cannot be remembered any more counts as said. */
  private boolean isNew(String kind, String subject) {
    Set<String> subjects = said.get(kind);
    if (subjects == null) {
      if (said.size() >= maxRemembered) {
        return false;
      }
      subjects = new HashSet<>();
      said.put(kind, subjects);
    }
    return subjects.size() < LINES_PER_HOST && subjects.add(subject);
  }

  /** Ports change with every connection. */
  private static String host(String remote) {
    int colon = remote.lastIndexOf(':');
    return colon < 0 ? remote : remote.substring(0, colon);
  }

  private static String shortened(String text) {
    return text.length() <= NodeSettings.LONGEST_NODE_NAME
        ? text
        : text.substring(0, NodeSettings.LONGEST_NODE_NAME) + "...";
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
