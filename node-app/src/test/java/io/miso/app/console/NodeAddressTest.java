package io.miso.app.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.miso.app.failure.UserFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NodeAddressTest {
  private static final Map<String, String> VARIABLES =
      Map.of("MISO_HOST_IP", "10.0.0.1", "MISO_HOST_PORT", "7000");

  @Test
  void nothingGiven_isTheNodeOfThisMachine() {
    assertThat(NodeAddress.of(null, Map.of())).hasToString("127.0.0.1:5001");
  }

  @Test
  void variables_nameTheNode() {
    assertThat(NodeAddress.of(null, VARIABLES)).hasToString("10.0.0.1:7000");
  }

  @Test
  void option_goesBeforeVariables() {
    assertThat(NodeAddress.of("[::1]:5002", VARIABLES)).hasToString("[::1]:5002");
  }

  @Test
  void optionWithoutPort_takesTheUsualOne() {
    assertThat(NodeAddress.of("edge-7", VARIABLES)).hasToString("edge-7:5001");
  }

  @Test
  void nonsense_isRefusedWithWhatIsExpected() {
    assertThatThrownBy(() -> NodeAddress.of("host:port", Map.of()))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("host:port");
  }
}
