package io.miso.node.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.CrdtType;
import org.junit.jupiter.api.Test;

final class NameSlotCoreTest {
  private final NameSlot slot = new NameSlot();

  @Test
  void nameOfNobody_answersForEveryType_andIsTakenByTheFirst() {
    for (CrdtType type : CrdtType.values()) {
      assertThat(slot.answersFor(type)).isTrue();
    }
    assertThat(slot.claim(CrdtType.EW_FLAG)).isTrue();
    assertThat(slot.claim(CrdtType.EW_FLAG)).isTrue();
    assertThat(slot.claim(CrdtType.MV_REGISTER)).isFalse();
    assertThat(slot.owner()).contains(CrdtType.EW_FLAG);
  }

  @Test
  void ofTwoTypesThatLive_theLowestNumberAnswers_whicheverCameFirst() {
    for (CrdtType one : CrdtType.values()) {
      for (CrdtType other : CrdtType.values()) {
        NameSlot both = new NameSlot();
        boolean first = both.note(one, true);
        boolean second = both.note(other, true);
        CrdtType lowest = one.number() < other.number() ? one : other;
        assertThat(both.owner()).contains(lowest);
        assertThat(both.types()).startsWith(lowest).contains(one, other);
        assertThat(first).isFalse();
        assertThat(second).isEqualTo(one != other);
      }
    }
  }

  @Test
  void typeThatNoLongerLives_leavesTheNameToTheOther() {
    slot.note(CrdtType.MV_REGISTER, true);
    slot.note(CrdtType.PNCOUNTER, true);

    slot.note(CrdtType.MV_REGISTER, false);
    assertThat(slot.owner()).contains(CrdtType.PNCOUNTER);
    slot.note(CrdtType.PNCOUNTER, false);
    assertThat(slot.owner()).isEmpty();
  }
}
