package io.miso.sdk.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.miso.node.MisoNode;
import io.miso.node.settings.NodeEnvironment;
import io.miso.node.settings.NodeSettings;
import io.miso.sdk.Miso;
import io.miso.sdk.MisoException;
import io.miso.sdk.Names;
import io.miso.sdk.binding.BoundMiso;
import io.miso.sdk.binding.Fields;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/**
 * Opens a {@link Miso} over a node in this process, for long-lived functions on the JVM: the function is a node of its own and exchanges
 * state with other nodes, daemons or embedded ones. Calls take the way of a method call; everything else is as over a daemon.
 */
public final class EmbeddedMiso {

  private EmbeddedMiso() {}

  /**
   * Starts a node as the environment says and opens the function of {@code MISO_FUNCTION_NAME}. The variables of a node apply, except
   * that a free port is taken where {@code MISO_GRPC_PORT} is not set. Blocks until the node listens. Closing what is returned stops
   * the node.
   *
   * @throws MisoException.InvalidRequest if {@code MISO_FUNCTION_NAME} is missing
   * @throws io.miso.node.settings.InvalidSettingsException if another variable cannot be used
   * @throws io.miso.node.NodeStartException if the node cannot start, for example because its port is taken
   */
  public static Miso start() {
    Map<String, String> environment = System.getenv();
    return start(settings(environment), environment.getOrDefault("MISO_FUNCTION_NAME", ""));
  }

  /**
   * Starts a node and opens a function on it. Blocks until the node listens. Closing what is returned stops the node.
   *
   * @param function name of the function that owns the objects
   * @throws MisoException.InvalidRequest if the name is empty or no well-formed text
   * @throws io.miso.node.NodeStartException if the node cannot start, for example because its port is taken
   */
  public static Miso start(NodeSettings settings, String function) {
    requireFunction(function);
    MisoNode node = MisoNode.start(settings);
    return bound(node, function, defaultReplicaId(), node::close);
  }

  /**
   * Opens a function on a running node, named by {@code MISO_REPLICA_ID} or else by the host. Closing what is returned leaves the node
   * alone.
   *
   * @param function name of the function that owns the objects
   * @throws MisoException.InvalidRequest if the name is empty or no well-formed text
   */
  public static Miso of(MisoNode node, String function) {
    return of(node, function, defaultReplicaId());
  }

  /**
   * Opens a function on a running node. Closing what is returned leaves the node alone.
   *
   * @param function name of the function that owns the objects
   * @param replicaId names this instance of the function, for registrations
   * @throws MisoException.InvalidRequest if a name is empty or no well-formed text
   */
  public static Miso of(MisoNode node, String function, String replicaId) {
    requireFunction(function);
    return bound(node, function, Names.require("MISO_REPLICA_ID", replicaId), () -> {});
  }

  /** A node's settings, with a free port unless the environment names one. */
  static NodeSettings settings(Map<String, String> environment) {
    Config freePort = ConfigFactory.parseMap(Map.of("miso.grpc.port", 0));
    return NodeSettings.from(NodeEnvironment.of(environment)
        .overrides()
        .withFallback(freePort)
        .withFallback(ConfigFactory.load()));
  }

  private static Miso bound(MisoNode node, String function, String replicaId, Runnable onClose) {
    NameLimit limit = new NameLimit(node.settings().limits().nameBytes());
    limit.require(Fields.FUNCTION, function);
    limit.require("podName", replicaId);
    NodeBinding.Instance instance =
        new NodeBinding.Instance(function, replicaId, node.settings().nodeName(), node.host());
    return new BoundMiso(new NodeBinding(node.operations(), instance, limit, onClose));
  }

  private static void requireFunction(String function) {
    Names.require("MISO_FUNCTION_NAME", function);
  }

  private static String defaultReplicaId() {
    String id = System.getenv().getOrDefault("MISO_REPLICA_ID", "").strip();
    return id.isEmpty() ? hostName() : id;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
