package io.miso.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.miso.node.settings.NodeSettings.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeSettingsTest {
  private static final Config REFERENCE =
      ConfigFactory.parseResources("reference.conf").withOnlyPath("miso");

  /** Storage is not built yet: its directory is there for the variable alone. */
  private static final Set<String> NOT_READ_YET = Set.of("storage.directory");

  @Test
  void everyKeyOfTheReference_isRead() {
    for (Map.Entry<String, ?> key : REFERENCE.getConfig("miso").entrySet()) {
      if (NOT_READ_YET.contains(key.getKey())) {
        continue;
      }
      Config without = REFERENCE.withoutPath("miso." + key.getKey());
      assertThatThrownBy(() -> NodeSettings.from(without))
          .as(key.getKey())
          .isInstanceOf(InvalidSettingsException.class)
          .hasCauseInstanceOf(ConfigException.Missing.class)
          .hasMessageContaining(key.getKey());
    }
  }

  @Test
  void everyKeyThatIsRead_isInTheReference() {
    assertThat(NodeSettings.from(REFERENCE).grpcPort()).isEqualTo(5001);
  }

  @Test
  void everyVariable_isInTheOperatorsGuide() throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "operations.md"));
    assertThat(NodeEnvironment.variables())
        .allSatisfy(variable -> assertThat(guide).contains("| `" + variable + "` |"));
  }

  @Test
  void everyVariable_setsItsKey_andTheKeyExists() {
    Map<String, String> values = Map.ofEntries(
        Map.entry("MISO_NODE_NAME", "edge-7"),
        Map.entry("MISO_NODE_IP", "10.1.2.3"),
        Map.entry("MISO_MIDDLEWARE_REPLICATION_DELAY_MS", "50"),
        Map.entry("MISO_OVERLAY_DISCOVERY_NODE_TYPE", "config, mdns-node-discovery"),
        Map.entry("MISO_MIDDLEWARE_DISCOVERY_MDNS_SVC_NAME", "other.local"),
        Map.entry("MISO_DISCOVERY_SERVICE_NAME", "nodes.example"),
        Map.entry("MISO_DISCOVERY_PORT_NAME", "grpc"),
        Map.entry("MISO_GRPC_HOST", "0.0.0.0"),
        Map.entry("MISO_GRPC_PORT", "0"),
        Map.entry("MISO_MANAGEMENT_PORT", "9000"),
        Map.entry("MISO_SEEDS", "a:1, [::1]:2,"),
        Map.entry("MISO_CLUSTER_NAME", "test"),
        Map.entry("MISO_DATA_DIR", "/tmp/d"),
        Map.entry("MISO_STORAGE_MODE", "none"),
        Map.entry("MISO_LOG_LEVEL", "debug"),
        Map.entry("MISO_LOG_FORMAT", "JSON"));
    NodeEnvironment environment = NodeEnvironment.of(values);
    Set<String> known = new TreeSet<>();
    REFERENCE.entrySet().forEach(entry -> known.add(entry.getKey()));

    assertThat(environment.unknown()).isEmpty();
    assertThat(environment.overrides().entrySet())
        .allSatisfy(entry -> assertThat(known).contains(entry.getKey()));
    NodeSettings settings = NodeSettings.from(environment.overrides().withFallback(REFERENCE));
    assertThat(settings.nodeName()).isEqualTo("edge-7");
    assertThat(settings.advertisedHost()).isEqualTo("10.1.2.3");
    assertThat(settings.replication().interval()).isEqualTo(Duration.ofMillis(50));
    assertThat(settings.discovery().methods())
        .containsExactly(NodeSettings.DiscoveryMethod.CONFIG, NodeSettings.DiscoveryMethod.MDNS);
    assertThat(settings.discovery().mdnsServiceName()).isEqualTo("other.local");
    assertThat(settings.discovery().service().name()).isEqualTo("nodes.example");
    assertThat(settings.discovery().service().portName()).isEqualTo("grpc");
    assertThat(settings.grpcHost()).isEqualTo("0.0.0.0");
    assertThat(settings.grpcPort()).isZero();
    assertThat(settings.managementPort()).isEqualTo(9000);
    assertThat(settings.discovery().seeds()).containsExactly(new Seed("a", 1), new Seed("::1", 2));
    assertThat(settings.clusterName()).isEqualTo("test");
    assertThat(settings.logLevel()).isEqualTo("DEBUG");
    assertThat(settings.logFormat()).isEqualTo(NodeSettings.LogFormat.JSON);
  }

  @Test
  void everyMethodThatAkkaDiscoveryKnows_isAccepted_byItsName() {
    for (String method : new String[] {"akka-dns", "kubernetes-api", "aggregate", "config"}) {
      Config named = with("discovery.methods", List.of(method));
      assertThat(NodeSettings.from(named.withFallback(ConfigFactory.load()))
              .discovery()
              .methods())
          .containsExactly(new NodeSettings.DiscoveryMethod(method));
    }
    for (String method : new String[] {"dns", "", "akka-dns.x", "\""}) {
      assertNamed("discovery.methods", List.of(method));
    }
  }

  @Test
  void bothNamesOfTheServiceName_areUnderstood() {
    NodeEnvironment environment =
        NodeEnvironment.of(Map.of("MISO_OVERLAY_DISCOVERY_NODE_MDNS_SVC_NAME", "x.local"));

    assertThat(environment.overrides().getString("miso.discovery.mdns.service-name"))
        .isEqualTo("x.local");
  }

  @Test
  void variablesOfOthersAndBlankOnes_areNoReasonForAWarning_unknownOnesAre() {
    NodeEnvironment environment = NodeEnvironment.of(Map.of(
        "MISO_HOST_IP", "x",
        "MISO_GRPC_PORT", " ",
        "MISO_GRPC_PROT", "5001",
        "HOME", "/"));

    assertThat(environment.unknown()).containsExactly("MISO_GRPC_PROT");
    assertThat(environment.overrides().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "MISO_GRPC_PORT, x",
    "MISO_GRPC_PORT, 65536",
    "MISO_GRPC_PORT, -1",
    "MISO_GRPC_PORT, 99999999999",
    "MISO_MANAGEMENT_PORT, 65536",
    "MISO_MIDDLEWARE_REPLICATION_DELAY_MS, -1",
    "MISO_MIDDLEWARE_REPLICATION_DELAY_MS, 3600001",
    "MISO_MIDDLEWARE_REPLICATION_DELAY_MS, 1.5",
    "MISO_MIDDLEWARE_REPLICATION_DELAY_MS, 99999999999999999999",
    "MISO_SEEDS, host",
    "MISO_SEEDS, host:0",
    "MISO_SEEDS, host:65536",
    "MISO_SEEDS, :5001",
    "MISO_SEEDS, ::1",
    "MISO_OVERLAY_DISCOVERY_NODE_TYPE, dns",
    "MISO_NODE_IP, 0.0.0.0",
    "MISO_NODE_IP, ::",
    "MISO_STORAGE_MODE, sync",
    "MISO_LOG_LEVEL, LOUD",
    "MISO_LOG_FORMAT, xml"
  })
  void badValueOfAVariable_isNamed(String variable, String value) {
    assertThatThrownBy(() -> NodeSettings.from(
            NodeEnvironment.of(Map.of(variable, value)).overrides().withFallback(REFERENCE)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(variable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limits.name-bytes",
        "limits.value-bytes",
        "limits.request-bytes",
        "limits.request-bytes-in-flight",
        "limits.request-time",
        "limits.elements-per-crdt",
        "limits.crdts-per-object",
        "limits.objects-per-function",
        "limits.functions",
        "limits.instances-per-function",
        "limits.stashed-operations",
        "limits.syncs",
        "replication.window",
        "replication.batch-bytes",
        "replication.pending-bytes",
        "replication.max-frame-bytes",
        "replication.repair-interval",
        "restore.timeout",
        "restore.first-round-timeout",
        "functions.lease",
        "functions.check-interval",
        "functions.handover-timeout",
        "functions.min-copies",
        "functions.away-after",
        "sync.default-timeout",
        "discovery.interval",
        "discovery.no-peer-notice",
        "discovery.mdns.resolve-timeout",
        "discovery.service.resolve-timeout",
        "peers.heartbeat-interval",
        "peers.acceptable-pause",
        "peers.phi-accrual.threshold",
        "peers.phi-accrual.max-samples",
        "peers.phi-accrual.min-std-deviation",
        "peers.redial-min",
        "peers.redial-max",
        "peers.handshake-timeout",
        "peers.fault-pause",
        "peers.max-known",
        "peers.max-connected",
        "peers.max-gone",
        "peers.forget-after"
      })
  void zero_isNamed(String key) {
    assertNamed(key, 0);
  }

  @Test
  void otherBadValues_areNamed() {
    assertNamed("peers.redial-jitter", 1.1);
    assertNamed("peers.redial-jitter", -0.1);
    assertNamed("peers.failure-detector", "gut-feeling");
    assertNamed("peers.phi-accrual.threshold", 101);
    assertNamed("peers.acceptable-pause", "999 ms");
    assertNamed("cluster-name", "");
    assertNamed("grpc.host", " ");
    assertNamed("discovery.mdns.service-name", "");
    assertNamed("discovery.service.name", "");
    assertNamed("discovery.service.protocol", "sctp");
    assertNamed("discovery.service.port", 65536);
    assertNamed("node-name", "n".repeat(257));
    assertNamed("replication.max-frame-bytes", 1024);
    assertNamed("limits.functions", "many");
  }

  @Test
  void requestsThatCouldNotHoldAValueOfTheLimit_areNamed() {
    assertNamed("limits.request-bytes", 1 << 20);
    assertNamed("limits.request-bytes", 2L << 30);
    assertThat(NodeSettings.from(REFERENCE).limits().requestBytes()).isEqualTo(4 << 20);
  }

  @Test
  void budgetOfRequests_isASizeOrAShareOfTheHeap_andHoldsOneRequestTwice() {
    assertThat(inFlight("8 MiB")).isEqualTo(8 << 20);
    assertThat(inFlight("50 %")).isEqualTo(Runtime.getRuntime().maxMemory() / 100 * 50);
    assertThat(NodeSettings.from(REFERENCE).limits().requestBytesInFlight())
        .isEqualTo(Runtime.getRuntime().maxMemory() / 100 * 10);
    assertThat(NodeSettings.from(with("limits.request-bytes", 1 << 30)
                .withFallback(with("limits.request-bytes-in-flight", "1%"))
                .withFallback(REFERENCE))
            .limits()
            .requestBytesInFlight())
        .isEqualTo(2L << 30);
    for (Object bad : new Object[] {(8 << 20) - 1, "0%", "101%", "-1%", "x%", "%", "much"}) {
      assertNamed("limits.request-bytes-in-flight", bad);
    }
  }

  @Test
  void intervalsOfFunctions_areReadByName_andABadOneIsNamed() {
    Config config =
        ConfigFactory.parseString("miso.replication.intervals { sum = 1 s, \"sum.of a/b\" = 0 }");

    assertThat(NodeSettings.from(config.withFallback(REFERENCE)).replication().intervals())
        .containsOnly(
            Map.entry("sum", Duration.ofSeconds(1)), Map.entry("sum.of a/b", Duration.ZERO));
    assertThatThrownBy(() ->
            NodeSettings.from(ConfigFactory.parseString("miso.replication.intervals { sum = 2 h }")
                .withFallback(REFERENCE)))
        .hasMessageContaining("replication.intervals of function 'sum'");
  }

  private static long inFlight(String value) {
    return NodeSettings.from(with("limits.request-bytes-in-flight", value).withFallback(REFERENCE))
        .limits()
        .requestBytesInFlight();
  }

  private static Config with(String key, Object value) {
    return ConfigFactory.empty().withValue("miso." + key, ConfigValueFactory.fromAnyRef(value));
  }

  @Test
  void emptyNodeName_isTheHostName() {
    assertThat(NodeSettings.from(REFERENCE).nodeName()).isNotEmpty();
  }

  @Test
  void seed_isWrittenAsItIsRead() {
    for (String text : new String[] {"host:1", "10.0.0.1:65535", "[::1]:5001"}) {
      assertThat(Seed.parse(text)).hasToString(text);
    }
  }

  private static void assertNamed(String key, Object value) {
    Config changed = REFERENCE.withValue("miso." + key, ConfigValueFactory.fromAnyRef(value));
    assertThatThrownBy(() -> NodeSettings.from(changed))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(key);
  }
}
