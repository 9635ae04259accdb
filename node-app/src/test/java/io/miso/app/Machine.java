package io.miso.app;

import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.StatusResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A machine of a lab: an address, a daemon, and functions that talk to it without the network. */
final class Machine implements AutoCloseable {
  private final Namespace namespace;
  private final int number;
  private final String host;
  private final Path directory;
  private @Nullable MisoProcess daemon;
  private @Nullable FunctionJvm functions;

  Machine(Namespace namespace, int number, String host, Path directory) {
    this.namespace = namespace;
    this.number = number;
    this.host = host;
    this.directory = directory;
  }

  Namespace namespace() {
    return namespace;
  }

  int number() {
    return number;
  }

  String host() {
    return host;
  }

  /** The name of its daemon. */
  String node() {
    return "node-" + number;
  }

  boolean hasDaemon() {
    return daemon != null;
  }

  /** Starts its daemon, which finds others by mDNS and by what the variables say. */
  void startDaemon(Map<String, String> variables) {
    Map<String, String> all = new TreeMap<>(variables);
    all.put("MISO_NODE_NAME", node());
    all.put("MISO_GRPC_HOST", host);
    all.put("MISO_MANAGEMENT_PORT", "0");
    daemon = MisoProcess.start(namespace.entrance(), Main.class, directory, all, "node");
  }

  MisoProcess daemon() {
    if (daemon == null) {
      throw new IllegalStateException(node() + " was not started or was killed");
    }
    return daemon;
  }

  /** SIGKILL. Another daemon may be started afterwards. */
  void killDaemon() throws InterruptedException {
    daemon().kill();
    daemon().awaitExit();
    daemon = null;
  }

  /** An instance of a function on this machine; registers nothing by itself. */
  LabFunction function(String name) {
    return new LabFunction(functions(), name);
  }

  StatusResponse status() {
    return functions().call(Functions::status);
  }

  /** What its daemon says of the one of another machine. */
  PeerStatus peer(Machine other) {
    return status().getPeersList().stream()
        .filter(peer -> peer.getNode().getName().equals(other.node()))
        .findFirst()
        .orElse(PeerStatus.getDefaultInstance());
  }

  /** Whether there is a stream to so many others, and nothing has failed to come over them lately. */
  boolean reaches(int others) {
    return status().getPeersList().stream()
            .filter(peer -> peer.getReachability() == PeerStatus.Reachability.REACHABLE)
            .count()
        == others;
  }

  /** TCP connections to other machines, as {@code local:port peer:port}, but those that are still to open and those that are over. */
  Set<String> connections() {
    return namespace
        .run("ss", "-Htan", "state", "connected", "exclude", "syn-sent", "exclude", "time-wait")
        .replaceAll("\\[::ffff:|\\]", "") // sockets for both versions of IP
        .lines()
        .map(line -> line.trim().split("\\s+", -1))
        .filter(columns -> !columns[4].startsWith(host + ":"))
        .map(columns -> columns[3] + " " + columns[4])
        .collect(Collectors.toSet());
  }

  /** From now on the kernel gives up a connection without answers after seconds, instead of a quarter of an hour. */
  void giveUpConnectionsSoon() {
    retransmissions(4, 4);
  }

  /** As kernels do by themselves. */
  void giveUpConnectionsAsUsual() {
    retransmissions(15, 0);
  }

  /** Lines that its daemon has written so far. */
  List<String> log() {
    return daemon().output().lines().toList();
  }

  @Override
  public void close() {
    if (functions != null) {
      functions.close();
    }
    if (daemon != null) {
      daemon.close();
    }
  }

  private void retransmissions(int established, int closing) {
    namespace.run(
        "sysctl",
        "-q",
        "net.ipv4.tcp_retries2=" + established,
        "net.ipv4.tcp_orphan_retries=" + closing);
  }

  private FunctionJvm functions() {
    if (functions == null) {
      functions = FunctionJvm.start(namespace, host, directory);
    }
    return functions;
  }
}
