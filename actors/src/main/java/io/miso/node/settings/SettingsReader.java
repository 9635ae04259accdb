package io.miso.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.miso.node.settings.NodeSettings.Discovery;
import io.miso.node.settings.NodeSettings.DiscoveryMethod;
import io.miso.node.settings.NodeSettings.Functions;
import io.miso.node.settings.NodeSettings.Limits;
import io.miso.node.settings.NodeSettings.LogFormat;
import io.miso.node.settings.NodeSettings.Peers;
import io.miso.node.settings.NodeSettings.Replication;
import io.miso.node.settings.NodeSettings.Restore;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads and checks the section {@code miso} of a configuration. */
final class SettingsReader {
  private static final Set<String> LOG_LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

  private final Config miso;

  SettingsReader(Config miso) {
    this.miso = miso;
  }

  NodeSettings read() {
    requireStorageNone();
    return new NodeSettings(
        nodeName(),
        nonEmpty("cluster-name"),
        nonEmpty("grpc.host"),
        port("grpc.port"),
        advertisedHost(),
        port("management-port"),
        limits(),
        replication(),
        new Restore(positive("restore.timeout"), positive("restore.first-round-timeout")),
        new Functions(positive("functions.lease"), positive("functions.check-interval")),
        positive("sync.default-timeout"),
        discovery(),
        peers(),
        logFormat(),
        logLevel());
  }

  private String nodeName() {
    String name = miso.getString("node-name").strip();
    if (name.length() > NodeSettings.LONGEST_NODE_NAME) {
      throw new InvalidSettingsException("node-name (MISO_NODE_NAME) has " + name.length()
          + " characters, at most " + NodeSettings.LONGEST_NODE_NAME + " are accepted by peers");
    }
    return name.isEmpty() ? NodeSettings.hostName() : name;
  }

  private void requireStorageNone() {
    String mode = miso.getString("storage.mode").strip();
    if (!mode.equals("none")) {
      throw new InvalidSettingsException(
          "storage.mode (MISO_STORAGE_MODE) '"
              + mode
              + "' is not available in this version, which keeps states in memory alone; use 'none' or leave it unset");
    }
  }

  private Limits limits() {
    int nameBytes = count("limits.name-bytes");
    long valueBytes = bytes("limits.value-bytes");
    RequestSizes requests = RequestSizes.read(miso, valueBytes, nameBytes);
    return new Limits(
        nameBytes,
        valueBytes,
        requests.each(),
        requests.inFlight(),
        positive("limits.request-time"),
        count("limits.elements-per-crdt"),
        count("limits.crdts-per-object"),
        count("limits.objects-per-function"),
        count("limits.functions"),
        count("limits.instances-per-function"),
        count("limits.stashed-operations"),
        count("limits.syncs"));
  }

  private Replication replication() {
    return new Replication(
        interval(miso, "replication.interval", named("replication.interval")),
        intervals(),
        count("replication.window"),
        bytes("replication.batch-bytes"),
        bytes("replication.pending-bytes"),
        maxFrameBytes(),
        count("replication.batches-per-second"),
        positive("replication.resend-after"),
        positive("replication.repair-interval"));
  }

  private Map<String, Duration> intervals() {
    Config section = miso.getConfig("replication.intervals");
    Map<String, Duration> intervals = new TreeMap<>();
    for (String function : section.root().keySet()) {
      String named = "replication.intervals of function '" + function + "'";
      intervals.put(function, interval(section, ConfigUtil.quoteString(function), named));
    }
    return Map.copyOf(intervals);
  }

  private static Duration interval(Config section, String key, String named) {
    Duration interval = section.getDuration(key);
    if (interval.isNegative() || interval.compareTo(Replication.LONGEST_INTERVAL) > 0) {
      throw new InvalidSettingsException(named + " must be from 0 to one hour");
    }
    return interval;
  }

  private long maxFrameBytes() {
    long value = bytes("replication.max-frame-bytes");
    if (value < Replication.LEAST_FRAME_BYTES) {
      throw new InvalidSettingsException("replication.max-frame-bytes must be at least "
          + Replication.LEAST_FRAME_BYTES
          + ", not "
          + value
          + ": peers refuse a node that accepts less");
    }
    return value;
  }

  private Discovery discovery() {
    return new Discovery(
        miso.getStringList("discovery.methods").stream()
            .map(SettingsReader::method)
            .distinct()
            .toList(),
        seeds(),
        positive("discovery.interval"),
        positive("discovery.no-peer-notice"),
        nonEmpty("discovery.mdns.service-name"),
        positive("discovery.mdns.resolve-timeout"));
  }

  private List<Seed> seeds() {
    return miso.getStringList("discovery.seeds").stream()
        .map(SettingsReader::seed)
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

  private static DiscoveryMethod method(String text) {
    return switch (text.strip()) {
      case "mdns", "mdns-node-discovery" -> DiscoveryMethod.MDNS;
      case "config" -> DiscoveryMethod.CONFIG;
      default ->
        throw new InvalidSettingsException("discovery.methods (MISO_OVERLAY_DISCOVERY_NODE_TYPE): '"
            + text
            + "' is none of mdns, mdns-node-discovery, config");
    };
  }

  private Peers peers() {
    double jitter = miso.getDouble("peers.redial-jitter");
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new InvalidSettingsException("peers.redial-jitter must be from 0 to 1");
    }
    return new Peers(
        positive("peers.heartbeat-interval"),
        positive("peers.acceptable-pause"),
        positive("peers.redial-min"),
        positive("peers.redial-max"),
        jitter,
        positive("peers.handshake-timeout"),
        count("peers.max-known"),
        count("peers.max-connected"),
        count("peers.max-gone"));
  }

  private LogFormat logFormat() {
    String text = miso.getString("log-format").strip().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "text" -> LogFormat.TEXT;
      case "json" -> LogFormat.JSON;
      default ->
        throw new InvalidSettingsException(
            "log-format (MISO_LOG_FORMAT): '" + text + "' is neither text nor json");
    };
  }

  private String logLevel() {
    String text = miso.getString("log-level").strip().toUpperCase(Locale.ROOT);
    if (!LOG_LEVELS.contains(text)) {
      throw new InvalidSettingsException(
          "log-level (MISO_LOG_LEVEL): '" + text + "' is none of ERROR, WARN, INFO, DEBUG, TRACE");
    }
    return text;
  }

  private String advertisedHost() {
    String host = miso.getString("grpc.advertised-host").strip();
    if (host.equals("0.0.0.0") || host.equals("::")) {
      throw new InvalidSettingsException(
          "grpc.advertised-host (MISO_NODE_IP) must be an address peers can dial, not a wildcard");
    }
    return host;
  }

  private String nonEmpty(String key) {
    String value = miso.getString(key).strip();
    if (value.isEmpty()) {
      throw new InvalidSettingsException(named(key) + " must not be empty");
    }
    return value;
  }

  /** The key, with the environment variables that set it. */
  private static String named(String key) {
    List<String> variables = NodeEnvironment.variablesOf("miso." + key);
    return variables.isEmpty() ? key : key + " (" + String.join(", ", variables) + ")";
  }

  private int port(String key) {
    int value = miso.getInt(key);
    if (value < 0 || value > 65535) {
      throw new InvalidSettingsException(named(key) + " must be from 0 to 65535, not " + value);
    }
    return value;
  }

  private int count(String key) {
    int value = miso.getInt(key);
    if (value < 1) {
      throw new InvalidSettingsException(key + " must be at least 1, not " + value);
    }
    return value;
  }

  private long bytes(String key) {
    long value = miso.getBytes(key);
    if (value < 1) {
      throw new InvalidSettingsException(key + " must be at least 1 byte, not " + value);
    }
    return value;
  }

  private Duration positive(String key) {
    Duration value = miso.getDuration(key);
    if (value.isNegative() || value.isZero()) {
      throw new InvalidSettingsException(key + " must be above 0, not " + value);
    }
    return value;
  }
}
