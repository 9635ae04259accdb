package io.miso.node.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AbsencesCoreTest {
  private static final NodeId ONE = TestNodes.id(1);
  private static final NodeId OTHER = TestNodes.id(2);

  private final Absences absences = new Absences();

  @Test
  void timeAddsUp_forWhomNothingIsHeardOf() {
    for (int i = 0; i < 3; i++) {
      absences.alive(OTHER);
      absences.passed(10, Set.of(ONE, OTHER));
    }

    assertThat(absences.forAtLeast(30)).containsExactly(ONE);
    assertThat(absences.forAtLeast(31)).isEmpty();
    assertThat(absences.isAbsent(ONE)).isTrue();
    assertThat(absences.isAbsent(OTHER)).isFalse();
  }

  @Test
  void nodeThatIsHeard_orHasANewRow_isAbsentNoMore() {
    absences.alive(OTHER);
    absences.passed(10, Set.of(ONE, OTHER));

    absences.renewed(ONE);
    assertThat(absences.forAtLeast(1)).isEmpty();
    absences.alive(OTHER);
    absences.passed(10, Set.of(ONE, OTHER));
    assertThat(absences.forAtLeast(1)).isEmpty();
  }

  @Test
  void nobodyIsAbsent_forANodeThatIsCutOffItself() {
    absences.passed(10, Set.of(ONE, OTHER));
    absences.passed(10, Set.of(ONE, OTHER));

    assertThat(absences.forAtLeast(1)).isEmpty();
  }

  @Test
  void nodeThatIsNotKnownAnyMore_leavesNothingBehind() {
    absences.alive(OTHER);
    absences.passed(10, Set.of(ONE, OTHER));
    absences.alive(OTHER);
    absences.passed(10, Set.of(OTHER));

    assertThat(absences.forAtLeast(1)).isEmpty();
  }
}
