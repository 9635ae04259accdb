package io.miso.node.overlay;

import io.miso.node.settings.NodeSettings.Discovery;
import io.miso.node.settings.NodeSettings.DiscoveryMethod;
import java.util.List;
import org.slf4j.event.Level;

/**
 * What a node that found no peer says once, and how loud: whoever named seeds expects peers, any other node may be alone on purpose.
 *
 * @param text with what can be done, of the ways that are in use
 */
record NoPeerNotice(Level level, String text) {

  static NoPeerNotice of(Discovery discovery) {
    boolean config = discovery.methods().contains(DiscoveryMethod.CONFIG);
    boolean seeds = config && !discovery.seeds().isEmpty();
    return new NoPeerNotice(
        seeds ? Level.WARN : Level.INFO,
        "no peer found after " + discovery.noPeerNotice().toSeconds()
            + " s, this node works alone meanwhile: " + advice(discovery, config, seeds));
  }

  /** Of the methods of Akka Discovery but that for seeds. */
  private static List<String> lookups(Discovery discovery) {
    return discovery.methods().stream()
        .filter(m -> !m.equals(DiscoveryMethod.MDNS) && !m.equals(DiscoveryMethod.CONFIG))
        .map(DiscoveryMethod::name)
        .toList();
  }

  private static String advice(Discovery discovery, boolean config, boolean seeds) {
    List<String> lookups = lookups(discovery);
    if (!seeds && !lookups.isEmpty()) {
      return "check what " + String.join(", ", lookups) + " knows of '"
          + discovery.service().name() + "' (MISO_DISCOVERY_SERVICE_NAME)";
    }
    String aboutSeeds = seeds
        ? "check MISO_SEEDS and that a node runs there"
        : "set MISO_SEEDS=host:port of a running node"
            + (config ? "" : " and add config to MISO_OVERLAY_DISCOVERY_NODE_TYPE");
    return discovery.methods().contains(DiscoveryMethod.MDNS)
        ? aboutSeeds + ", or let UDP port 5353 multicast pass for mDNS"
        : aboutSeeds;
  }
}
