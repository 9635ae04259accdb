package io.miso.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The one place that maps environment variables to keys of {@code reference.conf}.
 *
 * @param overrides what the variables set, to be put over the rest of the configuration
 * @param unknown variables that start with {@code MISO_} and mean nothing to a node or a function, sorted
 */
public record NodeEnvironment(Config overrides, List<String> unknown) {

  private enum Kind {
    TEXT,
    LIST,
    INTEGER,
    MILLISECONDS
  }

  private record Key(String path, Kind kind) {}

  private static final Map<String, Key> KEYS = Map.ofEntries(
      Map.entry("MISO_NODE_NAME", new Key("miso.node-name", Kind.TEXT)),
      Map.entry("MISO_NODE_IP", new Key("miso.grpc.advertised-host", Kind.TEXT)),
      Map.entry(
          "MISO_MIDDLEWARE_REPLICATION_DELAY_MS",
          new Key("miso.replication.interval", Kind.MILLISECONDS)),
      Map.entry(
          "MISO_OVERLAY_DISCOVERY_NODE_MDNS_SVC_NAME",
          new Key("miso.discovery.mdns.service-name", Kind.TEXT)),
      Map.entry(
          "MISO_MIDDLEWARE_DISCOVERY_MDNS_SVC_NAME",
          new Key("miso.discovery.mdns.service-name", Kind.TEXT)),
      Map.entry("MISO_OVERLAY_DISCOVERY_NODE_TYPE", new Key("miso.discovery.methods", Kind.LIST)),
      Map.entry("MISO_DISCOVERY_SERVICE_NAME", new Key("miso.discovery.service.name", Kind.TEXT)),
      Map.entry("MISO_DISCOVERY_PORT_NAME", new Key("miso.discovery.service.port-name", Kind.TEXT)),
      Map.entry("MISO_GRPC_HOST", new Key("miso.grpc.host", Kind.TEXT)),
      Map.entry("MISO_GRPC_PORT", new Key("miso.grpc.port", Kind.INTEGER)),
      Map.entry("MISO_MANAGEMENT_PORT", new Key("miso.management-port", Kind.INTEGER)),
      Map.entry("MISO_SEEDS", new Key("miso.discovery.seeds", Kind.LIST)),
      Map.entry("MISO_CLUSTER_NAME", new Key("miso.cluster-name", Kind.TEXT)),
      Map.entry("MISO_DATA_DIR", new Key("miso.storage.directory", Kind.TEXT)),
      Map.entry("MISO_STORAGE_MODE", new Key("miso.storage.mode", Kind.TEXT)),
      Map.entry("MISO_LOG_LEVEL", new Key("miso.log-level", Kind.TEXT)),
      Map.entry("MISO_LOG_FORMAT", new Key("miso.log-format", Kind.TEXT)));

  /** Read by functions and by the launcher, so no reason for a warning on a node. */
  private static final Set<String> OF_OTHERS = Set.of(
      "MISO_HOST_IP", "MISO_HOST_PORT", "MISO_FUNCTION_NAME", "MISO_REPLICA_ID", "MISO_JAVA_OPTS");

  /**
   * Reads a process environment.
   *
   * @throws InvalidSettingsException where a number is none
   */
  public static NodeEnvironment of(Map<String, String> environment) {
    Config overrides = ConfigFactory.empty("environment");
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      if (!variable.getKey().startsWith("MISO_")) {
        continue;
      }
      @Nullable Key key = KEYS.get(variable.getKey());
      if (key != null && !variable.getValue().isBlank()) {
        Object value = value(variable.getKey(), variable.getValue().strip(), key.kind());
        overrides = overrides.withValue(
            key.path(), ConfigValueFactory.fromAnyRef(value, variable.getKey()));
      } else if (key == null && !OF_OTHERS.contains(variable.getKey())) {
        unknown.add(variable.getKey());
      }
    }
    return new NodeEnvironment(overrides, List.copyOf(unknown));
  }

  /** All that a node understands, sorted. */
  public static Set<String> variables() {
    return new TreeSet<>(KEYS.keySet());
  }

  /** The variables that set a key, sorted. */
  static List<String> variablesOf(String path) {
    return KEYS.entrySet().stream()
        .filter(entry -> entry.getValue().path().equals(path))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static Object value(String name, String text, Kind kind) {
    return switch (kind) {
      case TEXT -> text;
      case LIST ->
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toList();
      case INTEGER -> number(name, text);
      case MILLISECONDS -> number(name, text) + " ms";
    };
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidSettingsException(name + " must be a whole number, not '" + text + "'", e);
    }
  }
}
