package io.miso.node.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.node.TestNodes;
import io.miso.node.function.OwnRow.Registration;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OwnRowCoreTest {
  private final OwnRow row = new OwnRow(TestNodes.id(1), 4, 2);

  @Test
  void everyChange_hasAHigherVersion_andNoChangeHasNone() {
    long version = version();
    assertThat(row.used("f")).isTrue();
    assertThat(version()).isGreaterThan(version);
    version = version();
    assertThat(row.used("f")).isFalse();
    assertThat(row.held("f")).isTrue();
    assertThat(version()).isGreaterThan(version);
    version = version();
    assertThat(row.held("f")).isFalse();
    assertThat(row.unregister("f", "pod")).isFalse();
    row.expire("g");
    assertThat(version()).isEqualTo(version);
    row.expire("f");
    assertThat(version()).isGreaterThan(version);
  }

  @Test
  void instance_isNewOnce_andKeepsWhenItWasRegistered() {
    assertThat(row.register("f", "pod", "n", "1.2.3.4", 10)).isEqualTo(Registration.NEW);
    assertThat(row.register("f", "pod", "n", "1.2.3.4", 20)).isEqualTo(Registration.KNOWN);

    assertThat(row.toRow().getFunctions(0).getInstances(0).getRegisteredAtMs()).isEqualTo(10);
    assertThat(row.toRow().getFunctions(0).getInstances(0).getLastUsedMs()).isEqualTo(20);
  }

  @Test
  void instancesPerFunction_areBounded_andKnownOnesStillRenew() {
    row.register("f", "a", "", "", 0);
    row.register("f", "b", "", "", 0);

    assertThat(row.register("f", "c", "", "", 0)).isEqualTo(Registration.TOO_MANY);
    assertThat(row.register("f", "a", "", "", 0)).isEqualTo(Registration.KNOWN);
    assertThat(row.register("g", "c", "", "", 0)).isEqualTo(Registration.NEW);
  }

  @Test
  void functionRunsOn_withoutInstances_untilItEnds_andIsHeldOn() {
    row.held("f");
    row.register("f", "a", "", "", 0);
    row.register("f", "b", "", "", 0);

    assertThat(row.unregister("f", "a")).isTrue();
    assertThat(row.hasInstances("f")).isTrue();
    assertThat(row.unregister("f", "b")).isTrue();
    assertThat(row.hasInstances("f")).isFalse();
    assertThat(row.running()).containsExactly("f");
    row.expire("f");
    assertThat(row.running()).isEmpty();
    FunctionEntry entry = row.toRow().getFunctions(0);
    assertThat(entry.getRuns()).isFalse();
    assertThat(entry.getHolds()).isTrue();
    assertThat(entry.getInstancesCount()).isZero();
  }

  @Test
  void functionThatIsKept_isInTheRow_untilItIsNot() {
    assertThat(row.keep(Set.of("f"))).isTrue();
    long version = version();
    assertThat(row.keep(Set.of("f"))).isFalse();
    assertThat(version()).isEqualTo(version);
    FunctionEntry entry = row.toRow().getFunctions(0);
    assertThat(entry.getKeeps()).isTrue();
    assertThat(entry.getRuns()).isFalse();
    assertThat(entry.getHolds()).isFalse();

    assertThat(row.keep(Set.of())).isTrue();
    assertThat(version()).isGreaterThan(version);
    assertThat(row.toRow().getFunctionsList()).isEmpty();
  }

  @Test
  void row_namesItsNodeAndIncarnation_andListsFunctionsSorted() {
    row.used("z");
    row.held("a");
    row.used("m");

    assertThat(row.toRow().getIncarnation()).isEqualTo(4);
    assertThat(row.toRow().getNodeId()).isEqualTo(TestNodes.id(1).toBytes());
    assertThat(row.toRow().getFunctionsList())
        .extracting(FunctionEntry::getFunction)
        .containsExactly("a", "m", "z");
  }

  private long version() {
    return row.toRow().getVersion();
  }
}
