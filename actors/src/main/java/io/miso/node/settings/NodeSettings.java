package io.miso.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Settings of one node, immutable and validated. {@code reference.conf} states unit, default and reason of each.
 *
 * @param nodeName label of the node, never empty
 * @param advertisedHost address to tell peers; empty where it follows from the bound one
 */
public record NodeSettings(
    String nodeName,
    String clusterName,
    String grpcHost,
    int grpcPort,
    String advertisedHost,
    int managementPort,
    Limits limits,
    Replication replication,
    Restore restore,
    Functions functions,
    Duration defaultSyncTimeout,
    Discovery discovery,
    Peers peers,
    LogFormat logFormat,
    String logLevel) {

  /** In characters; peers refuse a node with a longer name. */
  public static final int LONGEST_NODE_NAME = 256;

  public enum LogFormat {
    TEXT,
    JSON
  }

  /**
   * A way to find peers.
   *
   * @param name that of a method of Akka Discovery, or {@code mdns}
   */
  public record DiscoveryMethod(String name) {
    public static final DiscoveryMethod MDNS = new DiscoveryMethod("mdns");

    /** The seeds. */
    public static final DiscoveryMethod CONFIG = new DiscoveryMethod("config");
  }

  /**
   * What methods of Akka Discovery are asked for.
   *
   * @param portName empty where addresses alone are wanted
   * @param port of targets that come without one; 0 where they listen on the port that this node does
   */
  public record Service(
      String name, String portName, String protocol, int port, Duration timeout) {}

  /** Sizes in bytes, everything else but the time in counts. */
  public record Limits(
      int nameBytes,
      long valueBytes,
      long requestBytes,
      long requestBytesInFlight,
      Duration requestTime,
      int elementsPerCrdt,
      int crdtsPerObject,
      int objectsPerFunction,
      int functions,
      int instancesPerFunction,
      int stashedOperations,
      int syncs) {}

  /**
   * How changes are sent.
   *
   * @param intervals of functions that have one of their own
   * @param batchesPerSecond to all peers together
   * @param resendAfter a batch that was not acknowledged
   * @param repairInterval between two comparisons with one peer
   * @param collectAfter how long what a deletion left stays unchanged before it may be dropped
   */
  public record Replication(
      Duration interval,
      Map<String, Duration> intervals,
      int window,
      long batchBytes,
      long pendingBytes,
      long maxFrameBytes,
      int batchesPerSecond,
      Duration resendAfter,
      Duration repairInterval,
      Duration collectAfter) {

    /** A longer interval is taken for a slip. */
    public static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

    /** Peers refuse a node that accepts less. */
    public static final long LEAST_FRAME_BYTES = 64 * 1024;
  }

  public record Restore(Duration timeout, Duration firstRoundTimeout) {}

  public record Functions(
      Duration lease,
      Duration checkInterval,
      Duration handoverTimeout,
      int minCopies,
      Duration awayAfter,
      Duration dropAfter) {}

  /** A node to dial. */
  public record Seed(String host, int port) {
    /**
     * Reads {@code host:port}.
     *
     * @throws InvalidSettingsException where the text is not {@code host:port}
     */
    public static Seed parse(String text) {
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "" : text.substring(0, colon).strip();
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      } else if (host.contains(":")) {
        throw new InvalidSettingsException(
            "seed '" + text + "': an IPv6 address stands in brackets, as in [::1]:5001");
      }
      int port = colon < 0 ? -1 : port(text.substring(colon + 1).strip());
      if (host.isEmpty() || port < 1) {
        throw new InvalidSettingsException(
            "seed '" + text + "' is not host:port with a port from 1 to 65535");
      }
      return new Seed(host, port);
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static int port(String text) {
      try {
        int port = Integer.parseInt(text);
        return port <= 65535 ? port : -1;
      } catch (NumberFormatException e) {
        return -1;
      }
    }
  }

  public record Discovery(
      List<DiscoveryMethod> methods,
      List<Seed> seeds,
      Duration interval,
      Duration noPeerNotice,
      String mdnsServiceName,
      Duration mdnsResolveTimeout,
      Service service) {}

  public enum FailureDetector {
    PHI_ACCRUAL,
    DEADLINE
  }

  /** What the phi-accrual failure detector learns by, and from. */
  public record PhiAccrual(double threshold, int maxSamples, Duration minStdDeviation) {}

  public record Peers(
      Duration heartbeatInterval,
      Duration acceptablePause,
      FailureDetector failureDetector,
      PhiAccrual phiAccrual,
      Duration redialMin,
      Duration redialMax,
      double redialJitter,
      Duration handshakeTimeout,
      Duration faultPause,
      int maxKnown,
      int maxConnected,
      int maxGone,
      Duration forgetAfter) {}

  /** The defaults of {@code reference.conf}, system properties applied. */
  public static NodeSettings defaults() {
    return from(ConfigFactory.load());
  }

  /**
   * Reads the section {@code miso}.
   *
   * @throws InvalidSettingsException with a message that names the key
   */
  public static NodeSettings from(Config root) {
    try {
      return new SettingsReader(root).read();
    } catch (ConfigException e) {
      throw new InvalidSettingsException("settings: " + e.getMessage(), e);
    }
  }

  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
