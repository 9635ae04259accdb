package io.miso.node.settings;

import com.typesafe.config.Config;
import io.miso.node.settings.NodeSettings.Discovery;
import io.miso.node.settings.NodeSettings.DiscoveryMethod;
import io.miso.node.settings.NodeSettings.FailureDetector;
import io.miso.node.settings.NodeSettings.Peers;
import io.miso.node.settings.NodeSettings.PhiAccrual;
import io.miso.node.settings.NodeSettings.Seed;
import io.miso.node.settings.NodeSettings.Service;
import java.time.Duration;
import java.util.List;

/** Reads how peers are found and watched. */
final class OverlayReader extends SectionReader {
  private final Config root;

  /** Methods of Akka Discovery are those that stand in its own section. */
  OverlayReader(Config root) {
    super(root.getConfig("miso"));
    this.root = root;
  }

  Discovery discovery() {
    return new Discovery(
        miso.getStringList("discovery.methods").stream()
            .map(this::method)
            .distinct()
            .toList(),
        seeds(),
        positive("discovery.interval"),
        positive("discovery.no-peer-notice"),
        nonEmpty("discovery.mdns.service-name"),
        positive("discovery.mdns.resolve-timeout"),
        service());
  }

  private Service service() {
    String protocol = miso.getString("discovery.service.protocol").strip();
    if (!protocol.equals("tcp") && !protocol.equals("udp")) {
      throw new InvalidSettingsException(
          "discovery.service.protocol: '" + protocol + "' is neither tcp nor udp");
    }
    return new Service(
        nonEmpty("discovery.service.name"),
        miso.getString("discovery.service.port-name").strip(),
        protocol,
        port("discovery.service.port"),
        positive("discovery.service.resolve-timeout"));
  }

  private List<Seed> seeds() {
    return miso.getStringList("discovery.seeds").stream()
        .map(OverlayReader::seed)
        .distinct()
        .toList();
  }

  private static Seed seed(String text) {
    try {
      return Seed.parse(text);
    } catch (InvalidSettingsException e) {
      throw new InvalidSettingsException("discovery.seeds (MISO_SEEDS): " + e.getMessage(), e);
    }
  }

  private DiscoveryMethod method(String text) {
    String name = text.strip();
    if (name.equals("mdns") || name.equals("mdns-node-discovery")) {
      return DiscoveryMethod.MDNS;
    }
    if (name.equals("config") || (isPlain(name) && root.hasPath(classOf(name)))) {
      return new DiscoveryMethod(name);
    }
    throw new InvalidSettingsException("discovery.methods (MISO_OVERLAY_DISCOVERY_NODE_TYPE): '"
        + text
        + "' is none of mdns, mdns-node-discovery, config, akka-dns, kubernetes-api, aggregate, nor of any other method of"
        + " Akka Discovery that is configured here");
  }

  private static boolean isPlain(String name) {
    return name.matches("[A-Za-z0-9_-]+");
  }

  private static String classOf(String method) {
    return "akka.discovery." + method + ".class";
  }

  Peers peers() {
    double jitter = miso.getDouble("peers.redial-jitter");
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new InvalidSettingsException("peers.redial-jitter must be from 0 to 1");
    }
    return new Peers(
        positive("peers.heartbeat-interval"),
        acceptablePause(),
        choice("peers.failure-detector", FailureDetector.class),
        new PhiAccrual(
            threshold(),
            count("peers.phi-accrual.max-samples"),
            positive("peers.phi-accrual.min-std-deviation")),
        positive("peers.redial-min"),
        positive("peers.redial-max"),
        jitter,
        positive("peers.handshake-timeout"),
        positive("peers.fault-pause"),
        count("peers.max-known"),
        count("peers.max-connected"),
        count("peers.max-gone"),
        positive("peers.forget-after"));
  }

  private Duration acceptablePause() {
    Duration pause = positive("peers.acceptable-pause");
    if (pause.compareTo(positive("peers.heartbeat-interval")) < 0) {
      throw new InvalidSettingsException("peers.acceptable-pause must be at least"
          + " peers.heartbeat-interval, or peers are lost between two heartbeats; it is " + pause);
    }
    return pause;
  }

  private double threshold() {
    double threshold = miso.getDouble("peers.phi-accrual.threshold");
    if (!(threshold > 0 && threshold <= 100)) {
      throw new InvalidSettingsException(
          "peers.phi-accrual.threshold must be above 0, at most 100");
    }
    return threshold;
  }
}
