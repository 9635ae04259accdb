package io.miso.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.ReplicaId;
import org.junit.jupiter.api.Test;

final class BirthsCoreTest {
  private final Births births = new Births(new NodeId(0, 1));

  @Test
  void births_areCountedUnderTheNodeId() {
    assertThat(births.next()).isEqualTo(new ReplicaId(0, 1, 1));
    assertThat(births.next()).isEqualTo(new ReplicaId(0, 1, 2));
  }

  @Test
  void nodeWhoseIdIsCopied_countsUnderAFreshId_andUnderThatOneHoweverOftenItIsTold() {
    ReplicaId shared = births.next();
    assertThat(births.valid(shared)).isTrue();

    births.renew(new NodeId(0, 77));
    births.renew(new NodeId(0, 78));

    assertThat(births.valid(shared)).isFalse();
    ReplicaId own = births.next();
    assertThat(own).isEqualTo(new ReplicaId(0, 77, 1));
    assertThat(births.valid(own)).isTrue();
  }
}
