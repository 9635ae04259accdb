package io.miso.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MisoBuilderTest {

  private static MisoBuilder with(Map<String, String> environment) {
    return Miso.builder().environment(environment);
  }

  @Test
  void functionAlone_findsTheDaemonOnThisMachine() {
    ConnectionSettings settings = with(Map.of("MISO_FUNCTION_NAME", "sums")).settings();

    assertThat(settings.address()).isEqualTo("127.0.0.1:5001");
    assertThat(settings.function()).isEqualTo("sums");
    assertThat(settings.nodeName()).isEmpty();
    assertThat(settings.replicaId()).isNotEmpty();
    assertThat(settings.callTimeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void environment_setsEverythingThatFunctionsPublish() {
    ConnectionSettings settings = with(Map.of(
            "MISO_HOST_IP", "10.1.2.3",
            "MISO_HOST_PORT", " 6001 ",
            "MISO_FUNCTION_NAME", "sums",
            "MISO_NODE_NAME", "edge-1",
            "MISO_REPLICA_ID", "sums-abc"))
        .settings();

    assertThat(settings.address()).isEqualTo("10.1.2.3:6001");
    assertThat(settings.nodeName()).isEqualTo("edge-1");
    assertThat(settings.replicaId()).isEqualTo("sums-abc");
  }

  @Test
  void settersAndAddressesOfVersion6_winOverTheEnvironment() {
    ConnectionSettings settings = with(Map.of(
            "MISO_HOST_IP", "10.1.2.3", "MISO_FUNCTION_NAME", "sums"))
        .host("::1")
        .port(7001)
        .function("products")
        .replicaId("p-1")
        .settings();

    assertThat(settings.address()).isEqualTo("[::1]:7001");
    assertThat(settings.function()).isEqualTo("products");
    assertThat(settings.replicaId()).isEqualTo("p-1");
  }

  @Test
  void hostNameOfTheContainer_namesTheInstance() {
    ConnectionSettings settings =
        with(Map.of("MISO_FUNCTION_NAME", "sums", "HOSTNAME", "sums-7f9c")).settings();

    assertThat(settings.replicaId()).isEqualTo("sums-7f9c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void noFunction_namesTheVariable(String function) {
    assertThat(refused(with(Map.of("MISO_FUNCTION_NAME", function))).field())
        .isEqualTo("MISO_FUNCTION_NAME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http"})
  void unusablePort_namesTheVariable(String port) {
    MisoException.InvalidRequest refused =
        refused(with(Map.of("MISO_FUNCTION_NAME", "sums", "MISO_HOST_PORT", port)));

    assertThat(refused.field()).isEqualTo("MISO_HOST_PORT");
    assertThat(refused).hasMessageContaining("'" + port + "'");
  }

  @Test
  void timeoutOfNothing_isRefused() {
    MisoException.InvalidRequest refused = catchThrowableOfType(
        MisoException.InvalidRequest.class, () -> Miso.builder().callTimeout(Duration.ZERO));

    assertThat(refused.field()).isEqualTo("callTimeout");
  }

  private static MisoException.InvalidRequest refused(MisoBuilder builder) {
    return catchThrowableOfType(MisoException.InvalidRequest.class, builder::connect);
  }
}
