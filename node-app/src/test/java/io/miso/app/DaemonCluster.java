package io.miso.app;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.miso.app.daemon.LogOutput;
import io.miso.grpc.node.v1.NodeServiceGrpc;
import io.miso.grpc.node.v1.StatusRequest;
import io.miso.grpc.node.v1.StatusResponse;
import io.miso.sdk.Miso;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Daemons on this machine, each a process; the first one is the seed of the others. */
final class DaemonCluster implements AutoCloseable {
  private static final String READY = " is ready: gRPC 127\\.0\\.0\\.1:(\\d+)";

  /** Short, since a node that was just killed counts as connected for a moment; then it is asked again. */
  private static final Duration SYNC_LIMIT = Duration.ofSeconds(2);

  private static final int STATUS_LIMIT_SECONDS = 10;

  /** A daemon that answers on the port. */
  record Daemon(MisoProcess process, int port) {
    Miso open(String function) {
      return Miso.builder()
          .environment(Map.of())
          .host("127.0.0.1")
          .port(port)
          .function(function)
          .replicaId("instance")
          .connect();
    }

    StatusResponse status() {
      ManagedChannel channel = Grpc.newChannelBuilderForAddress(
              "127.0.0.1", port, InsecureChannelCredentials.create())
          .build();
      try {
        return NodeServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(STATUS_LIMIT_SECONDS, TimeUnit.SECONDS)
            .status(StatusRequest.getDefaultInstance());
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private final Path directory;
  private final Map<String, String> variables;
  private final List<MisoProcess> processes = new ArrayList<>();
  private final List<Daemon> daemons = new ArrayList<>();

  private DaemonCluster(Path directory, Map<String, String> variables) {
    this.directory = directory;
    this.variables = variables;
  }

  /** Starts that many and waits until all of them answer; the variables are for each of them. */
  static DaemonCluster start(int nodes, Path directory, Map<String, String> variables) {
    LogOutput.forCommands(); // Logback's default writes every frame of the clients
    DaemonCluster cluster = new DaemonCluster(directory, variables);
    try {
      cluster.join();
      List<MisoProcess> others = new ArrayList<>();
      for (int i = 1; i < nodes; i++) {
        others.add(cluster.process(0));
      }
      others.forEach(cluster::ready);
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  Daemon daemon(int index) {
    return daemons.get(index);
  }

  /** Starts one more and waits until it answers. */
  Daemon join() {
    return ready(process(0));
  }

  /** Another process at the address of one that is gone. */
  Daemon restart(Daemon gone) throws InterruptedException {
    gone.process().awaitExit();
    return ready(process(gone.port()));
  }

  private MisoProcess process(int port) {
    Map<String, String> all = new TreeMap<>(variables);
    all.put("MISO_NODE_NAME", "node-" + processes.size());
    all.put("MISO_GRPC_PORT", "" + port);
    all.put("MISO_MANAGEMENT_PORT", "0");
    all.put("MISO_OVERLAY_DISCOVERY_NODE_TYPE", "config");
    if (!daemons.isEmpty()) {
      all.put("MISO_SEEDS", "127.0.0.1:" + daemon(0).port());
    }
    MisoProcess process = MisoProcess.start(directory, all, "node");
    processes.add(process);
    return process;
  }

  private Daemon ready(MisoProcess process) {
    Daemon daemon =
        new Daemon(process, Integer.parseInt(process.awaitOutput(READY).group(1)));
    daemons.add(daemon);
    return daemon;
  }

  /** Registers the function everywhere, and waits until each node knows that all others run it. */
  static void acquaint(List<Miso> instances) {
    instances.forEach(miso -> miso.statefulObject().registerServerlessFunction());
    instances.forEach(miso -> sync(miso, instances.size() - 1));
  }

  /** Waits until that many other nodes have what the node of this instance has. */
  static void sync(Miso miso, int others) {
    MisoProcess.await(
        others + " nodes have everything",
        () -> miso.statefulObject().sync(SYNC_LIMIT).acknowledged().size() == others);
  }

  @Override
  public void close() {
    processes.forEach(MisoProcess::close);
  }
}
