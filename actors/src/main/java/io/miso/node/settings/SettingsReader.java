package io.miso.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.miso.node.settings.NodeSettings.Functions;
import io.miso.node.settings.NodeSettings.Limits;
import io.miso.node.settings.NodeSettings.LogFormat;
import io.miso.node.settings.NodeSettings.Replication;
import io.miso.node.settings.NodeSettings.Restore;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads and checks the section {@code miso} of a configuration. */
final class SettingsReader extends SectionReader {
  private static final Set<String> LOG_LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

  private final Config root;

  SettingsReader(Config root) {
    super(root.getConfig("miso"));
    this.root = root;
  }

  NodeSettings read() {
    requireStorageNone();
    OverlayReader overlay = new OverlayReader(root);
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
        functions(),
        positive("sync.default-timeout"),
        overlay.discovery(),
        overlay.peers(),
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
        positive("replication.repair-interval"),
        positive("replication.collect-after"));
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

  private Functions functions() {
    return new Functions(
        positive("functions.lease"),
        positive("functions.check-interval"),
        positive("functions.handover-timeout"),
        count("functions.min-copies"),
        positive("functions.away-after"),
        positive("functions.drop-after"));
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
}
