package io.miso.sdk.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.miso.sdk.EWFlag;
import io.miso.sdk.ElementType;
import io.miso.sdk.MVRegister;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

interface RegisterAndFlagContract {

  Pair pair();

  @Test
  default void unassignedRegister_hasNoValue() {
    assertThat(pair().objectHere().getMVRegister("r").getValue()).isEmpty();
  }

  @Test
  default void laterAssignment_replacesTheOneItHasSeen() {
    MVRegister<String> here = pair().objectHere().getMVRegister("r");
    MVRegister<String> there = pair().objectThere().getMVRegister("r");
    here.assign("one");
    here.assign("two");
    assertThat(here.getValue()).containsExactly("two");
    pair().syncHere();
    assertThat(there.getValue()).containsExactly("two");

    there.assign("three");
    pair().syncThere();
    assertThat(here.getValue()).containsExactly("three");
  }

  @Test
  default void concurrentAssignments_areAllShownUntilALaterOne() {
    MVRegister<String> here = pair().objectHere().getMVRegister("r");
    MVRegister<String> there = pair().objectThere().getMVRegister("r");
    here.assign("before");
    pair().syncHere();
    assertThat(there.getValue()).containsExactly("before");

    here.assign("mine");
    there.assign("yours");
    pair().converge();
    assertThat(here.getValue()).containsExactlyInAnyOrder("mine", "yours");
    assertThat(there.getValue()).containsExactlyInAnyOrder("mine", "yours");

    there.assign("ours");
    pair().syncThere();
    assertThat(here.getValue()).containsExactly("ours");
    assertThat(there.getValue()).containsExactly("ours");
  }

  @Test
  default void registers_holdNumbersAndObjects() {
    MVRegister<Number> number = pair().objectHere().getMVRegister("n", ElementType.NUMBER);
    number.assign(5.0);
    assertThat(number.getValue()).containsExactly(5L);

    var object = pair().objectHere().getMVRegister("o", ElementType.OBJECT);
    object.assign(Map.of("id", 1));
    assertThat(object.getValue()).containsExactly(Map.of("id", 1L));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> object.getValue().clear());
  }

  @Test
  default void register_mayChangeTheKindOfItsValue() {
    pair().objectHere().getMVRegister("r").assign("five");
    MVRegister<Number> number = pair().objectHere().getMVRegister("r", ElementType.NUMBER);
    number.assign(5);

    assertThat(number.getValue()).containsExactly(5L);
  }

  @Test
  default void deletedRegister_hasNoValueAnywhere() {
    MVRegister<String> here = pair().objectHere().getMVRegister("r");
    MVRegister<String> there = pair().objectThere().getMVRegister("r");
    here.assign("one");
    pair().syncHere();
    assertThat(pair().objectThere().deleteCrdt("r")).isTrue();
    pair().syncThere();

    assertThat(here.getValue()).isEmpty();
    assertThat(there.getValue()).isEmpty();
  }

  @Test
  default void asynchronousForms_ofRegistersAndFlagsDoTheSame() {
    MVRegister<String> register = pair().objectHere().getMVRegister("r");
    EWFlag flag = pair().objectHere().getEWFlag("f");

    assertThat(register
            .assignAsync("one")
            .thenCompose(v -> register.getValueAsync())
            .toCompletableFuture())
        .succeedsWithin(Wait.PATIENCE)
        .isEqualTo(Set.of("one"));
    assertThat(flag.assignAsync(true).thenCompose(v -> flag.getValueAsync()))
        .succeedsWithin(Wait.PATIENCE)
        .isEqualTo(true);
  }

  @Test
  default void unwrittenFlag_isFalse() {
    assertThat(pair().objectHere().getEWFlag("f").getValue()).isFalse();
  }

  @Test
  default void flag_isSwitchedOnEitherNode() {
    EWFlag here = pair().objectHere().getEWFlag("f");
    EWFlag there = pair().objectThere().getEWFlag("f");
    here.assign(true);
    assertThat(here.getValue()).isTrue();
    pair().syncHere();
    assertThat(there.getValue()).isTrue();

    there.assign(false);
    pair().syncThere();
    assertThat(here.getValue()).isFalse();
    assertThat(there.getValue()).isFalse();
  }

  @Test
  default void enableConcurrentWithADisable_wins() {
    EWFlag here = pair().objectHere().getEWFlag("f");
    EWFlag there = pair().objectThere().getEWFlag("f");
    here.assign(true);
    pair().syncHere();
    assertThat(there.getValue()).isTrue();

    here.assign(true);
    there.assign(false);
    pair().converge();

    assertThat(here.getValue()).isTrue();
    assertThat(there.getValue()).isTrue();
  }

  @Test
  default void deletedFlag_isFalseEverywhere() {
    EWFlag here = pair().objectHere().getEWFlag("f");
    EWFlag there = pair().objectThere().getEWFlag("f");
    here.assign(true);
    pair().syncHere();
    pair().objectThere().deleteCrdt("f");
    pair().syncThere();

    assertThat(here.getValue()).isFalse();
    assertThat(there.getValue()).isFalse();
  }
}
