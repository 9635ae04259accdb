package io.miso.sdk.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.miso.sdk.GSet;
import io.miso.sdk.MisoException;
import io.miso.sdk.ORSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

interface SetContract {

  Pair pair();

  @Test
  default void unwrittenSets_areEmpty() {
    assertThat(pair().objectHere().getGSet("g").getValue()).isEmpty();
    assertThat(pair().objectHere().getORSet("or").getValue()).isEmpty();
    assertThat(pair().objectHere().getORSet("or").contains("x")).isFalse();
  }

  @Test
  default void growOnlySet_holdsWhatWasAddedOnEitherNode() {
    GSet<String> here = pair().objectHere().getGSet("names");
    GSet<String> there = pair().objectThere().getGSet("names");
    here.add("ann");
    here.add("ann");
    there.add("bob");
    pair().converge();

    assertThat(here.getValue()).containsExactlyInAnyOrder("ann", "bob");
    assertThat(there.getValue()).containsExactlyInAnyOrder("ann", "bob");
    assertThat(there.contains("ann")).isTrue();
    assertThat(there.contains("eve")).isFalse();
  }

  @Test
  default void removal_worksOnTheNodeThatDidNotAdd() {
    ORSet<String> here = pair().objectHere().getORSet("names");
    ORSet<String> there = pair().objectThere().getORSet("names");
    here.add("ann");
    here.add("bob");
    pair().syncHere();

    there.remove("ann");
    assertThat(there.getValue()).containsExactly("bob");
    pair().syncThere();

    assertThat(here.getValue()).containsExactly("bob");
    assertThat(here.contains("ann")).isFalse();
  }

  @Test
  default void additionConcurrentWithARemoval_wins() {
    ORSet<String> here = pair().objectHere().getORSet("names");
    ORSet<String> there = pair().objectThere().getORSet("names");
    here.add("ann");
    pair().syncHere();
    assertThat(there.getValue()).containsExactly("ann");

    here.add("ann");
    there.remove("ann");
    pair().converge();

    assertThat(here.getValue()).containsExactly("ann");
    assertThat(there.getValue()).containsExactly("ann");
  }

  @Test
  default void removedElement_canBeAddedAgain() {
    ORSet<String> here = pair().objectHere().getORSet("names");
    ORSet<String> there = pair().objectThere().getORSet("names");
    here.add("ann");
    here.remove("ann");
    here.remove("never there");
    assertThat(here.getValue()).isEmpty();
    here.add("ann");
    pair().syncHere();

    assertThat(there.getValue()).containsExactly("ann");
  }

  @Test
  default void asynchronousForms_ofSetsDoTheSame() {
    ORSet<String> set = pair().objectHere().getORSet("or");
    GSet<String> growing = pair().objectHere().getGSet("g");

    assertThat(set.addAsync("a")
            .thenCompose(v -> set.addAsync("b"))
            .thenCompose(v -> set.removeAsync("a")))
        .succeedsWithin(Wait.PATIENCE);
    assertThat(set.getValueAsync().toCompletableFuture())
        .succeedsWithin(Wait.PATIENCE)
        .isEqualTo(Set.of("b"));
    assertThat(set.containsAsync("b")).succeedsWithin(Wait.PATIENCE).isEqualTo(true);
    assertThat(growing.addAsync("a").thenCompose(v -> growing.containsAsync("a")))
        .succeedsWithin(Wait.PATIENCE)
        .isEqualTo(true);
    assertThat(growing.getValueAsync().toCompletableFuture())
        .succeedsWithin(Wait.PATIENCE)
        .isEqualTo(Set.of("a"));
  }

  @Test
  default void value_isUnmodifiable() {
    ORSet<String> set = pair().objectHere().getORSet("names");
    set.add("ann");

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> set.getValue().add("bob"));
    assertThat(set.getValue()).containsExactly("ann");
  }

  @Test
  default void deletedSet_isEmptyEverywhereAndTakesNewElements() {
    GSet<String> here = pair().objectHere().getGSet("names");
    GSet<String> there = pair().objectThere().getGSet("names");
    here.add("ann");
    pair().syncHere();
    assertThat(pair().objectThere().deleteCrdt("names")).isTrue();
    pair().syncThere();
    assertThat(here.getValue()).isEmpty();

    here.add("bob");
    pair().syncHere();
    assertThat(there.getValue()).containsExactly("bob");
  }

  @Test
  default void textOfEveryKind_comesBackAsItWas() {
    GSet<String> here = pair().objectHere().getGSet("texts");
    GSet<String> there = pair().objectThere().getGSet("texts");
    String[] texts = {
      "", " ", "5", "{}", "\u0000", "snow \u2603", "\ud83d\ude00", "x".repeat(100_000)
    };
    for (String text : texts) {
      here.add(text);
    }
    pair().syncHere();

    assertThat(there.getValue()).containsExactlyInAnyOrder(texts);
  }

  @Test
  default void halfACharacter_isInvalidBeforeItIsSent() {
    ORSet<String> set = pair().objectHere().getORSet("names");

    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> set.add("\ud800"))
        .returns("value", MisoException.InvalidRequest::field);
  }

  @Test
  default void valueBeyondTheLimitOfTheNode_isRefusedBeforeItIsAcknowledged() {
    ORSet<String> set = pair().objectHere().getORSet("names");
    set.add("ann");

    assertThatExceptionOfType(MisoException.LimitExceeded.class)
        .isThrownBy(() -> set.add("x".repeat(2 << 20)))
        .withMessageContaining("value");
    assertThat(set.getValue()).containsExactly("ann");
  }
}
