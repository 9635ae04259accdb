package io.miso.sdk.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.miso.node.MisoNode;
import io.miso.sdk.ElementType;
import io.miso.sdk.Miso;
import io.miso.sdk.MisoException;
import io.miso.sdk.ORSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RemoteBindingTest extends BindingSuite {

  @Override
  Miso open(MisoNode node, String function) {
    return Miso.builder()
        .environment(Map.of())
        .host(node.host())
        .port(node.port())
        .function(function)
        .replicaId(REPLICA_ID)
        .connect();
  }

  @Test
  void integerThatTheContractWouldRound_isRefusedBeforeItIsSent() {
    ORSet<Number> numbers = pair().objectHere().getORSet("numbers", ElementType.NUMBER);

    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> numbers.add(1L << 53))
        .returns("value", MisoException.InvalidRequest::field);
    assertThat(numbers.getValue()).isEmpty();
  }
}
