package io.miso.app.daemon;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.ConfigFactory;
import io.miso.app.failure.UserFailure;
import io.miso.app.process.Exit;
import io.miso.app.process.Supervision;
import io.miso.node.MisoNode;
import io.miso.node.NodeStartException;
import io.miso.node.settings.InvalidSettingsException;
import io.miso.node.settings.NodeEnvironment;
import io.miso.node.settings.NodeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node in the foreground: from the environment to the ready line, until it is told to leave. */
public final class Daemon {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private Daemon() {}

  /**
   * Starts a node from the variables over the configuration, and says so in one log line once it is ready.
   *
   * @throws UserFailure where a variable, a setting or a port will not do
   */
  public static MisoNode start(Map<String, String> variables, @Nullable Supervision supervision) {
    NodeSettings settings = settings(variables);
    InetAddress bound = ownAddress(settings.grpcHost());
    AtomicReference<String> management = new AtomicReference<>("");
    MisoNode node = startNode(
        settings,
        system -> management.set(
            Management.start(system, settings.grpcHost(), settings.managementPort())));
    if (!bound.isLoopbackAddress()) {
      LOG.warn(
          "bound to {}: whoever can reach it can read and change every state, there is no authentication",
          settings.grpcHost());
    }
    Management.readyAfter(node.system(), node.firstRound());
    node.firstRound().thenRun(() -> {
      String grpc = node.host() + ":" + node.port();
      LOG.info(
          "{} is ready: gRPC {}, management http://{} (/alive, /ready)",
          settings.nodeName(),
          grpc,
          management.get());
      if (supervision != null) {
        supervision.ready(Map.of("grpc", grpc, "management", management.get()));
      }
    });
    return node;
  }

  /** Starts a node inside this process, without a management endpoint; it leaves with the process. */
  public static MisoNode startEmbedded(Map<String, String> variables) {
    return startNode(settings(variables), system -> {});
  }

  private static NodeSettings settings(Map<String, String> variables) {
    try {
      NodeEnvironment environment = NodeEnvironment.of(variables);
      NodeSettings settings =
          NodeSettings.from(environment.overrides().withFallback(ConfigFactory.load()));
      LogOutput.forNode(settings.logFormat(), settings.logLevel());
      for (String name : environment.unknown()) {
        LOG.warn("{} is no variable of MISO and is ignored; './miso help node' lists them", name);
      }
      return settings;
    } catch (InvalidSettingsException e) {
      throw UserFailure.from(e);
    }
  }

  private static MisoNode startNode(NodeSettings settings, Consumer<ActorSystem<?>> early) {
    try {
      MisoNode node = MisoNode.start(settings, early);
      Exit.onExit(node::close);
      return node;
    } catch (NodeStartException | InvalidSettingsException e) {
      throw UserFailure.from(e);
    }
  }

  /** The address to bind, looked at first: whichever port is opened first would get the blame for it. */
  private static InetAddress ownAddress(String host) {
    try (ServerSocket probe = new ServerSocket()) {
      InetAddress address = InetAddress.getByName(host);
      probe.bind(new InetSocketAddress(address, 0));
      return address;
    } catch (IOException e) {
      throw new UserFailure(
          "MISO_GRPC_HOST '" + host
              + "' is no address of this machine; 127.0.0.1 or 0.0.0.0 always are",
          e);
    }
  }
}
