package io.miso.node.overlay;

import akka.actor.typed.ActorSystem;
import akka.discovery.Discovery;
import akka.discovery.Lookup;
import akka.discovery.ServiceDiscovery;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.miso.node.settings.InvalidSettingsException;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.DiscoveryMethod;
import io.miso.node.settings.NodeSettings.Seed;
import io.miso.node.settings.NodeSettings.Service;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Nodes through a method of Akka Discovery: {@code config} for the seeds, {@code akka-dns}, {@code kubernetes-api}, or any other. */
public final class AkkaFinder implements PeerFinder {
  private static final String SEEDS = "miso-seeds";

  private final DiscoveryMethod method;
  private final ServiceDiscovery discovery;
  private final Lookup lookup;
  private final Duration timeout;
  private final int portOfOthers;

  /**
   * A finder for one method.
   *
   * @param ownPort what a target without a port is taken to listen on, unless the settings say another one
   * @throws InvalidSettingsException where Akka cannot make the method
   */
  public AkkaFinder(
      ActorSystem<?> system, DiscoveryMethod method, NodeSettings.Discovery settings, int ownPort) {
    Service service = settings.service();
    this.method = method;
    this.discovery = load(system, method);
    this.lookup = method.equals(DiscoveryMethod.CONFIG) ? Lookup.create(SEEDS) : lookupOf(service);
    this.timeout = service.timeout();
    this.portOfOthers = service.port() == 0 ? ownPort : service.port();
  }

  /** What the actor system's configuration must hold for the seeds to be found. */
  public static Config systemConfig(List<Seed> seeds) {
    return ConfigFactory.parseMap(Map.of(
        "akka.discovery.config.services." + SEEDS + ".endpoints",
        seeds.stream()
            .map(seed -> Map.of("host", seed.host(), "port", seed.port()))
            .toList()));
  }

  @Override
  public String name() {
    return method.name();
  }

  @Override
  public boolean configured() {
    return method.equals(DiscoveryMethod.CONFIG);
  }

  @Override
  public CompletionStage<List<Candidate>> look() {
    return discovery
        .lookup(lookup, timeout)
        .thenApply(
            resolved -> resolved.getAddresses().stream().map(this::candidate).toList());
  }

  private Candidate candidate(ServiceDiscovery.ResolvedTarget target) {
    int port = target.getPort().map(found -> ((Number) found).intValue()).orElse(portOfOthers);
    // Several addresses may stand behind one host name, and it is all of them that are wanted.
    String host = target.getAddress().map(InetAddress::getHostAddress).orElse(target.host());
    return new Candidate(Optional.empty(), List.of(new Seed(host, port)));
  }

  private static Lookup lookupOf(Service service) {
    Lookup named = Lookup.create(service.name());
    return service.portName().isEmpty()
        ? named
        : named.withPortName(service.portName()).withProtocol(service.protocol());
  }

  private static ServiceDiscovery load(ActorSystem<?> system, DiscoveryMethod method) {
    try {
      return Discovery.get(system).loadServiceDiscovery(method.name());
    } catch (RuntimeException e) {
      throw new InvalidSettingsException(
          "discovery.methods (MISO_OVERLAY_DISCOVERY_NODE_TYPE): Akka Discovery cannot start '"
              + method.name() + "': " + e.getMessage(),
          e);
    }
  }
}
