package io.miso.sdk;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a connection to a daemon. What is not set comes from the environment: {@code MISO_HOST_IP} (default {@code
 * 127.0.0.1}), {@code MISO_HOST_PORT} (5001), {@code MISO_FUNCTION_NAME} (required), {@code MISO_NODE_NAME} (none), {@code
 * MISO_REPLICA_ID} (the host name). A variable that is blank counts as not set. Not thread-safe.
 */
public final class MisoBuilder {

  private static final String DEFAULT_HOST = "127.0.0.1";
  private static final int DEFAULT_PORT = 5001;

  private Map<String, String> environment = System.getenv();
  private @Nullable String host;
  private @Nullable Integer port;
  private @Nullable String function;
  private @Nullable String nodeName;
  private @Nullable String replicaId;
  private Duration connectTimeout = Duration.ofSeconds(5);
  private Duration callTimeout = Duration.ofSeconds(10);

  MisoBuilder() {}

  /** Variables to use in place of those of the process. */
  public MisoBuilder environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /** Name or address of the daemon's host. */
  public MisoBuilder host(String name) {
    host = name;
    return this;
  }

  /**
   * Port of the daemon.
   *
   * @param number from 1 to 65535
   */
  public MisoBuilder port(int number) {
    port = number;
    return this;
  }

  /** Name of the function that owns the objects. */
  public MisoBuilder function(String name) {
    function = name;
    return this;
  }

  /** Label of the node, for registrations. */
  public MisoBuilder nodeName(String name) {
    nodeName = name;
    return this;
  }

  /** Name of this instance of the function, for registrations and diagnostics. Two instances may share one without harm. */
  public MisoBuilder replicaId(String id) {
    replicaId = id;
    return this;
  }

  /** How long {@link #connect} waits, and a call that finds no connection; default 5 s. */
  public MisoBuilder connectTimeout(Duration timeout) {
    connectTimeout = positive("connectTimeout", timeout);
    return this;
  }

  /** How long a call may take; default 10 s. A {@code sync} may take its own timeout on top. */
  public MisoBuilder callTimeout(Duration timeout) {
    callTimeout = positive("callTimeout", timeout);
    return this;
  }

  /**
   * Connects, repeating attempts until a node answers.
   *
   * @throws MisoException.InvalidRequest if a setting is missing or cannot be used; the message names it
   * @throws MisoException.Unavailable if no node answers within the connect timeout
   */
  public Miso connect() {
    ConnectionSettings settings = settings();
    return connector().connect(settings);
  }

  /**
   * Starts connecting and does not wait: calls fail with {@link MisoException.Unavailable} until a node answers.
   *
   * @throws MisoException.InvalidRequest if a setting is missing or cannot be used; the message names it
   */
  public Miso build() {
    ConnectionSettings settings = settings();
    return connector().open(settings);
  }

  ConnectionSettings settings() {
    return new ConnectionSettings(
        Names.require("MISO_HOST_IP", chosen(host, "MISO_HOST_IP", DEFAULT_HOST)),
        chosenPort(),
        Names.require("MISO_FUNCTION_NAME", chosen(function, "MISO_FUNCTION_NAME", "")),
        Names.requireWellFormed("MISO_NODE_NAME", chosen(nodeName, "MISO_NODE_NAME", "")),
        chosenReplicaId(),
        connectTimeout,
        callTimeout);
  }

  private String chosen(@Nullable String set, String variable, String otherwise) {
    if (set != null) {
      return set;
    }
    String value = environment.getOrDefault(variable, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  private int chosenPort() {
    String text = chosen(
        port == null ? null : Integer.toString(port),
        "MISO_HOST_PORT",
        Integer.toString(DEFAULT_PORT));
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= 65535) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalidPort(text, e);
    }
    throw invalidPort(text, null);
  }

  private static MisoException invalidPort(String text, @Nullable Throwable cause) {
    return new MisoException.InvalidRequest(
        "MISO_HOST_PORT", "MISO_HOST_PORT must be from 1 to 65535, not '" + text + "'", cause);
  }

  private String chosenReplicaId() {
    String id = chosen(replicaId, "MISO_REPLICA_ID", chosen(null, "HOSTNAME", ""));
    return Names.requireWellFormed("MISO_REPLICA_ID", id.isEmpty() ? hostName() : id);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static Duration positive(String field, Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new MisoException.InvalidRequest(field, field + " must be above 0, not " + timeout);
    }
    return timeout;
  }

  private static Connector connector() {
    return ServiceLoader.load(Connector.class, Connector.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(
            "META-INF/services/" + Connector.class.getName() + " of the SDK is missing"));
  }
}
