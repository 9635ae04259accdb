package io.miso.node.overlay;

import akka.actor.typed.ActorSystem;
import akka.discovery.Discovery;
import akka.discovery.ServiceDiscovery;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Seeds, through Akka Discovery's method {@code config}. */
public final class ConfigFinder implements PeerFinder {
  private static final String SERVICE = "miso-seeds";
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final ServiceDiscovery discovery;

  public ConfigFinder(ActorSystem<?> system) {
    discovery = Discovery.get(system).loadServiceDiscovery("config");
  }

  /** What the actor system's configuration must hold for the seeds to be found. */
  public static Config systemConfig(List<Seed> seeds) {
    return ConfigFactory.parseMap(Map.of(
        "akka.discovery.config.services." + SERVICE + ".endpoints",
        seeds.stream()
            .map(seed -> Map.of("host", seed.host(), "port", seed.port()))
            .toList()));
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  public boolean configured() {
    return true;
  }

  @Override
  public CompletionStage<List<Candidate>> look() {
    return discovery
        .lookup(SERVICE, TIMEOUT)
        .thenApply(resolved -> resolved.getAddresses().stream()
            .filter(target -> target.getPort().isPresent())
            .map(ConfigFinder::candidate)
            .toList());
  }

  private static Candidate candidate(ServiceDiscovery.ResolvedTarget target) {
    int port = ((Number) target.getPort().orElseThrow()).intValue();
    return new Candidate(Optional.empty(), List.of(new Seed(target.host(), port)));
  }
}
