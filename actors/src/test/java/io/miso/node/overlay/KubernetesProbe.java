package io.miso.node.overlay;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.miso.node.TestNodes;
import io.miso.node.settings.NodeSettings.DiscoveryMethod;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that asks the Kubernetes API of its environment, once for each argument, and prints what it found. */
final class KubernetesProbe {
  static final String FOUND = "found ";

  private KubernetesProbe() {}

  public static void main(String[] arguments) throws Exception {
    ActorSystem<Void> system = ActorSystem.create(
        Behaviors.empty(),
        "probe",
        ConfigFactory.defaultOverrides()
            .withFallback(AkkaFinder.systemConfig(List.of()))
            .withFallback(ConfigFactory.parseResources("miso-system.conf"))
            .withFallback(ConfigFactory.load()));
    try {
      for (String settings : arguments) {
        AkkaFinder finder = new AkkaFinder(
            system,
            new DiscoveryMethod("kubernetes-api"),
            TestNodes.settings("discovery.service.resolve-timeout = 20 s\n" + settings)
                .discovery(),
            5001);
        System.out.println(FOUND
            + finder.look().toCompletableFuture().get(30, TimeUnit.SECONDS).stream()
                .flatMap(candidate -> candidate.addresses().stream())
                .toList());
      }
    } finally {
      system.terminate();
    }
  }
}
