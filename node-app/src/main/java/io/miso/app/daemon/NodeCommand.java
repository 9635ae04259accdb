package io.miso.app.daemon;

import io.miso.app.failure.UserFailure;
import io.miso.app.process.Exit;
import io.miso.app.process.Supervision;
import io.miso.node.MisoNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code miso node}: the daemon in the foreground. */
@Command(
    name = "node",
    description = "Run a node in the foreground until SIGTERM or Ctrl-C.",
    footerHeading = "%nVariables (all optional):%n",
    footer = {
      "  MISO_NODE_NAME            label of the node (host name)",
      "  MISO_GRPC_HOST            address to bind (127.0.0.1)",
      "  MISO_GRPC_PORT            port to bind, 0 for a free one (5001)",
      "  MISO_NODE_IP              address to tell peers (the bound one)",
      "  MISO_MANAGEMENT_PORT      port of /alive and /ready, 0 for a free one (8558)",
      "  MISO_SEEDS                nodes to join: host:port,host:port",
      "  MISO_CLUSTER_NAME         nodes of another cluster are refused (miso)",
      "  MISO_OVERLAY_DISCOVERY_NODE_TYPE",
      "                            how to find peers: mdns,config (both), akka-dns,",
      "                            kubernetes-api, or another method of Akka Discovery",
      "  MISO_DISCOVERY_SERVICE_NAME",
      "                            what those look for (miso-node)",
      "  MISO_DISCOVERY_PORT_NAME  name of the port there (none: this node's port)",
      "  MISO_MIDDLEWARE_DISCOVERY_MDNS_SVC_NAME",
      "                            mDNS service (miso-middleware-instance.local)",
      "  MISO_OVERLAY_DISCOVERY_NODE_MDNS_SVC_NAME",
      "                            another name of the same",
      "  MISO_MIDDLEWARE_REPLICATION_DELAY_MS",
      "                            from a change to its sending, 0 sends at once (200)",
      "  MISO_STORAGE_MODE         none: states are kept in memory (none)",
      "  MISO_DATA_DIR             unused while states are kept in memory",
      "  MISO_LOG_LEVEL            ERROR, WARN, INFO, DEBUG or TRACE (INFO)",
      "  MISO_LOG_FORMAT           text or json (text)"
    })
public final class NodeCommand implements Callable<Integer> {
  @Option(names = "--supervised", hidden = true, paramLabel = "BASE")
  private @Nullable Path supervised;

  @Override
  public Integer call() {
    Exit.cleanlyOnSignal();
    Supervision supervision = supervised == null ? null : Supervision.watchParent(supervised);
    MisoNode node = Daemon.start(System.getenv(), supervision);
    node.system().getWhenTerminated().toCompletableFuture().join();
    if (Exit.isLeaving()) {
      return 0;
    }
    throw new UserFailure("the node stopped by itself; its log above says why");
  }
}
