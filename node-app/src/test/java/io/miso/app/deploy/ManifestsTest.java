package io.miso.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.miso.node.settings.NodeEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {

  @Test
  void everyManifest_isListedAndFitsTheSchema() throws IOException {
    assertThat(Manifests.listed()).containsExactlyInAnyOrderElementsOf(Manifests.present());
    for (String file : Manifests.listed()) {
      HasMetadata manifest = Manifests.read(file);
      assertThat(manifest.getMetadata().getName()).as(file).isNotBlank();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hostNetwork:, hostNetwrk:, hostNetwrk",
    "readOnlyRootFilesystem:, readonlyRootFilesystem:, readonlyRootFilesystem",
    "fieldPath:, fieldpath:, fieldpath",
    "terminationGracePeriodSeconds:, terminationGraceSeconds:, terminationGraceSeconds",
    "minReadySeconds:, minReadyseconds:, minReadyseconds",
    "value: \"5001\", value: 5001, java.lang.String",
    "kind: DaemonSet, kind: DeamonSet, DeamonSet",
    "minReadySeconds: 15, 'minReadySeconds: 15\n  minReadySeconds: 15', minReadySeconds",
  })
  void aMistakeInTheDaemonSet_isRefused(String right, String wrong, String named)
      throws IOException {
    String good = Files.readString(Manifests.directory().resolve("daemonset.yaml"));
    assertThat(good).contains(right);
    String bad = good.replaceFirst(right, wrong);
    assertThatThrownBy(() -> Manifests.parse(bad)).hasMessageContaining(named);
  }

  @Test
  void aMisspeltFieldOfTheService_isRefused() throws IOException {
    String good = Files.readString(Manifests.directory().resolve("service.yaml"));
    String bad = good.replace("internalTrafficPolicy", "internalTraficPolicy");
    assertThatThrownBy(() -> Manifests.parse(bad)).hasMessageContaining("internalTraficPolicy");
  }

  @Test
  void everyVariable_isOneThatANodeReads() throws IOException {
    Map<String, String> environment = container().getEnv().stream()
        .collect(Collectors.toMap(
            EnvVar::getName,
            variable -> variable.getValue() == null ? "set-by-field" : variable.getValue()));
    assertThat(NodeEnvironment.of(environment).unknown()).isEmpty();
    assertThat(fieldOf("MISO_NODE_NAME")).isEqualTo("spec.nodeName");
    assertThat(fieldOf("MISO_NODE_IP")).isEqualTo("status.podIP");
    assertThat(environment).containsEntry("MISO_GRPC_HOST", "0.0.0.0");
  }

  @Test
  void portsAndProbes_areThoseOfTheSettings() throws IOException {
    Map<String, Integer> ports = container().getPorts().stream()
        .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    assertThat(ports).containsOnly(Map.entry("grpc", 5001), Map.entry("management", 8558));
    assertThat(pathOf(container().getStartupProbe())).isEqualTo("/alive");
    assertThat(pathOf(container().getLivenessProbe())).isEqualTo("/alive");
    assertThat(pathOf(container().getReadinessProbe())).isEqualTo("/ready");
  }

  @Test
  void theService_staysOnTheMachineAndFindsTheDaemon() throws IOException {
    Service service = Manifests.read("service.yaml", Service.class);
    assertThat(service.getSpec().getInternalTrafficPolicy()).isEqualTo("Local");
    Map<String, String> labels =
        daemonSet().getSpec().getTemplate().getMetadata().getLabels();
    assertThat(labels).containsAllEntriesOf(service.getSpec().getSelector());
    assertThat(labels).containsAllEntriesOf(daemonSet().getSpec().getSelector().getMatchLabels());
    assertThat(service.getSpec().getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getPort()).isEqualTo(5001))
        .satisfies(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo("grpc"));
  }

  @Test
  void theServiceOfThePeers_isWhatTheDaemonsLookFor() throws IOException {
    Service service = Manifests.read("service-peers.yaml", Service.class);
    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
    assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
    assertThat(service.getSpec().getSelector())
        .isEqualTo(daemonSet().getSpec().getSelector().getMatchLabels());
    Map<String, String> environment = container().getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    assertThat(environment)
        .containsEntry("MISO_OVERLAY_DISCOVERY_NODE_TYPE", "akka-dns,mdns,config")
        .containsEntry(
            "MISO_DISCOVERY_SERVICE_NAME",
            service.getMetadata().getName() + "." + service.getMetadata().getNamespace()
                + ".svc.cluster.local")
        .containsEntry(
            "MISO_DISCOVERY_PORT_NAME", service.getSpec().getPorts().get(0).getName());
  }

  @Test
  void theDaemon_runsWithoutRightsItDoesNotNeed() throws IOException {
    PodSpec pod = pod();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container().getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container().getSecurityContext().getCapabilities().getDrop())
        .isEqualTo(List.of("ALL"));
    assertThat(container().getResources().getLimits()).containsKey("memory");
    // Service links would set MISO_NODE_PORT and MISO_NODE_SERVICE_HOST.
    assertThat(pod.getEnableServiceLinks()).isFalse();
  }

  private static DaemonSet daemonSet() throws IOException {
    return Manifests.read("daemonset.yaml", DaemonSet.class);
  }

  private static PodSpec pod() throws IOException {
    return daemonSet().getSpec().getTemplate().getSpec();
  }

  private static Container container() throws IOException {
    return pod().getContainers().get(0);
  }

  private static String fieldOf(String variable) throws IOException {
    return container().getEnv().stream()
        .filter(entry -> entry.getName().equals(variable))
        .map(entry -> entry.getValueFrom().getFieldRef().getFieldPath())
        .findFirst()
        .orElseThrow();
  }

  private static String pathOf(Probe probe) {
    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
    return probe.getHttpGet().getPath();
  }
}
