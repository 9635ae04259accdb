package io.miso.node.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.miso.node.TestNodes;
import io.miso.node.settings.InvalidSettingsException;
import io.miso.node.settings.NodeSettings.Discovery;
import io.miso.node.settings.NodeSettings.DiscoveryMethod;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Methods of Akka Discovery, the one for DNS against a name server over a real socket. */
final class AkkaFinderTest {
  private static TestDns dns;
  private static ActorSystem<Void> system;

  @BeforeAll
  static void start() throws Exception {
    dns = new TestDns("""
        _grpc._tcp.nodes.example. 5 IN SRV 0 0 5001 one.nodes.example.
        _grpc._tcp.nodes.example. 5 IN SRV 0 0 6001 two.nodes.example.
        one.nodes.example. 5 IN A 10.0.0.1
        two.nodes.example. 5 IN A 10.0.0.2
        two.nodes.example. 5 IN AAAA fd00::2
        nodes.example. 5 IN A 10.0.0.1
        nodes.example. 5 IN A 10.0.0.2
        nodes.example. 5 IN AAAA fd00::2
        """);
    system = ActorSystem.create(
        Behaviors.empty(),
        "finders",
        ConfigFactory.parseString(
                "akka.io.dns.async-dns.nameservers = [\"127.0.0.1:" + dns.port()
                    + "\"]\n"
                    + "akka.discovery.aggregate.discovery-methods = [config, akka-dns]\n"
                    + "akka.discovery.config.services.listed.endpoints = [{host = 10.0.0.9, port = 7001}]")
            .withFallback(AkkaFinder.systemConfig(
                List.of(new Seed("seed.example", 5001), new Seed("10.0.0.8", 5002))))
            .withFallback(ConfigFactory.parseResources("miso-system.conf"))
            .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stop() {
    system.terminate();
    dns.close();
  }

  @Test
  void seeds_areFoundThroughTheMethodConfig_asTheyAreWritten() throws Exception {
    assertThat(found("config", ""))
        .containsExactlyInAnyOrder(new Seed("seed.example", 5001), new Seed("10.0.0.8", 5002));
    assertThat(finder("config", "").configured()).isTrue();
    assertThat(finder("akka-dns", "").configured()).isFalse();
  }

  @Test
  void serviceRecords_giveEveryAddressOfEveryTarget_withItsPort() throws Exception {
    assertThat(found("akka-dns", "service.name = nodes.example\nservice.port-name = grpc"))
        .containsExactlyInAnyOrder(
            new Seed("10.0.0.1", 5001),
            new Seed("10.0.0.2", 6001),
            new Seed("fd00:0:0:0:0:0:0:2", 6001));
  }

  @Test
  void addressRecords_giveAllAddresses_withThePortOfThisNode_orAConfiguredOne() throws Exception {
    assertThat(found("akka-dns", "service.name = nodes.example"))
        .containsExactlyInAnyOrder(
            new Seed("10.0.0.1", 4321),
            new Seed("10.0.0.2", 4321),
            new Seed("fd00:0:0:0:0:0:0:2", 4321));
    assertThat(found("akka-dns", "service.name = nodes.example\nservice.port = 9"))
        .contains(new Seed("10.0.0.1", 9));
  }

  @Test
  void nameThatIsNotThere_findsNobody() {
    assertThat(finder("akka-dns", "service.name = nobody.example").look())
        .satisfiesAnyOf(
            look -> assertThat(look)
                .succeedsWithin(java.time.Duration.ofSeconds(20))
                .isEqualTo(List.of()),
            look -> assertThat(look).failsWithin(java.time.Duration.ofSeconds(20)));
  }

  @Test
  void aggregate_takesTheFirstMethodThatFindsAnybody() throws Exception {
    assertThat(found("aggregate", "service.name = listed"))
        .containsExactly(new Seed("10.0.0.9", 7001));
    assertThat(found("aggregate", "service.name = nodes.example\nservice.port-name = grpc"))
        .contains(new Seed("10.0.0.1", 5001), new Seed("10.0.0.2", 6001));
  }

  @Test
  void methodThatAkkaCannotMake_isNamed_withItsKey() {
    assertThatThrownBy(() -> finder("nothing-of-the-kind", ""))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("discovery.methods (MISO_OVERLAY_DISCOVERY_NODE_TYPE)")
        .hasMessageContaining("nothing-of-the-kind");
  }

  private static List<Seed> found(String method, String settings) throws Exception {
    return finder(method, settings).look().toCompletableFuture().get(20, TimeUnit.SECONDS).stream()
        .flatMap(candidate -> candidate.addresses().stream())
        .toList();
  }

  private static AkkaFinder finder(String method, String settings) {
    Discovery discovery = TestNodes.settings(
            "discovery {\n" + settings + "\nservice.resolve-timeout = 20 s\n}")
        .discovery();
    return new AkkaFinder(system, new DiscoveryMethod(method), discovery, 4321);
  }
}
