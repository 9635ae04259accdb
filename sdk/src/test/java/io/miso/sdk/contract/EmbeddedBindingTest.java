package io.miso.sdk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.MisoNode;
import io.miso.sdk.ElementType;
import io.miso.sdk.Miso;
import io.miso.sdk.ORSet;
import io.miso.sdk.embedded.EmbeddedMiso;
import org.junit.jupiter.api.Test;

final class EmbeddedBindingTest extends BindingSuite {

  @Override
  Miso open(MisoNode node, String function) {
    return EmbeddedMiso.of(node, function, REPLICA_ID);
  }

  @Test
  void integersOf64Bits_areExact() {
    ORSet<Number> here = pair().objectHere().getORSet("numbers", ElementType.NUMBER);
    ORSet<Number> there = pair().objectThere().getORSet("numbers", ElementType.NUMBER);
    here.add(Long.MAX_VALUE);
    here.add(Long.MAX_VALUE - 1);
    pair().syncHere();

    assertThat(there.getValue()).containsExactlyInAnyOrder(Long.MAX_VALUE, Long.MAX_VALUE - 1);
  }
}
