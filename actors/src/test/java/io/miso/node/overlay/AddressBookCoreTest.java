package io.miso.node.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.SeededCases;
import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings.Peers;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AddressBookCoreTest {
  private static final Seed ONE = new Seed("10.0.0.1", 5001);
  private static final Seed OTHER = new Seed("10.0.0.2", 5001);
  private static final NodeId NODE = TestNodes.id(1);
  private static final Peers SETTINGS =
      TestNodes.settings("peers.max-known = 3").peers();

  private final AddressBook book = new AddressBook(SETTINGS, new Random(1));

  @Test
  void newAddress_isToBeDialled_once() {
    AddressBook.Entry entry = noted(ONE, Optional.empty(), true);

    assertThat(book.startDialling(entry)).isTrue();
    assertThat(book.startDialling(entry)).isFalse();
    assertThat(book.note(ONE, Optional.empty(), true)).isEmpty();
  }

  @Test
  void secondAddressOfANode_waitsWhileTheFirstIsDialled_andHasItsTurnWhenFoundAgain() {
    Optional<NodeId> id = Optional.of(NODE);
    book.startDialling(noted(ONE, id, false));
    assertThat(book.startDialling(noted(OTHER, id, false))).isFalse();

    book.failed(ONE);

    assertThat(book.note(ONE, id, false)).as("its redial is due already").isEmpty();
    assertThat(book.note(OTHER, id, false))
        .hasValueSatisfying(entry -> assertThat(book.startDialling(entry)).isTrue());
  }

  @Test
  void addressThatLedToAConnectedNode_isDialledAgainWhenFoundAgain() {
    book.startDialling(noted(ONE, Optional.empty(), true));
    book.duplicate(ONE, NODE);

    assertThat(book.note(ONE, Optional.empty(), true))
        .hasValueSatisfying(entry -> assertThat(entry.id()).contains(NODE));
  }

  @Test
  void redialThatWasNotNeeded_leavesTheAddressForTheNextFind() {
    book.startDialling(noted(ONE, Optional.empty(), true));
    book.failed(ONE);
    assertThat(book.note(ONE, Optional.empty(), true)).isEmpty();

    assertThat(book.due(ONE)).isNotNull();

    assertThat(book.note(ONE, Optional.empty(), true)).isPresent();
  }

  @Test
  void ownAddress_isNeverDialledAgain() {
    AddressBook.Entry entry = noted(ONE, Optional.empty(), true);
    book.startDialling(entry);

    book.isSelf(ONE);

    assertThat(book.startDialling(entry)).isFalse();
    assertThat(book.note(ONE, Optional.empty(), true)).isEmpty();
  }

  @Test
  void configuredAddress_isDialledForEver() {
    book.note(ONE, Optional.empty(), true);

    assertThat(redialsUntilGivenUp(ONE)).isEqualTo(1000);
  }

  @Test
  void addressThatAnswered_isDialledForEver() {
    book.note(ONE, Optional.empty(), false);
    book.answered(ONE, NODE);

    assertThat(redialsUntilGivenUp(ONE)).isEqualTo(1000);
  }

  @Test
  void foundAddressThatNeverAnswers_isGivenUp_untilFoundAgain() {
    book.note(ONE, Optional.empty(), false);

    assertThat(redialsUntilGivenUp(ONE)).isEqualTo(4);
    assertThat(book.note(ONE, Optional.empty(), false)).isPresent();
  }

  @Test
  void nodeThatIsThere_hasItsPlace_whateverOthersToldBefore() {
    for (int port = 1; port <= 3; port++) {
      book.note(new Seed("10.0.0.9", port), Optional.empty(), false);
    }

    book.told(ONE, NODE);

    assertThat(redialsUntilGivenUp(ONE)).isEqualTo(1000);
    assertThat(book.note(OTHER, Optional.empty(), false))
        .as("the book is full still")
        .isEmpty();
  }

  @Test
  void streamsThatBreakAtOnce_areRedialledWithGrowingPauses_untilOneLasts() {
    book.note(ONE, Optional.empty(), true);
    Duration first = book.failed(ONE).orElseThrow();
    for (int i = 0; i < 10; i++) {
      book.answered(ONE, NODE);
      book.failed(ONE);
    }
    book.answered(ONE, NODE);
    assertThat(book.failed(ONE).orElseThrow()).isGreaterThan(first.multipliedBy(5));

    book.answered(ONE, NODE);
    book.lasted(NODE);

    assertThat(book.failed(ONE).orElseThrow()).isLessThan(first.multipliedBy(2));
  }

  @Test
  void fullBook_takesConfiguredAddressesAlone() {
    for (int port = 1; port <= 3; port++) {
      book.note(new Seed("10.0.0.9", port), Optional.empty(), false);
    }

    assertThat(book.note(ONE, Optional.empty(), false)).isEmpty();
    assertThat(book.note(OTHER, Optional.empty(), true)).isPresent();
  }

  @Test
  void nodeThatIsGone_leavesItsConfiguredAddressesAlone() {
    book.note(ONE, Optional.of(NODE), true);
    book.note(OTHER, Optional.of(NODE), false);
    assertThat(book.configuredAddressesOf(NODE)).containsExactly(ONE);

    book.forget(NODE);

    assertThat(book.get(OTHER)).isNull();
    assertThat(Objects.requireNonNull(book.get(ONE)).id()).isEmpty();
    assertThat(book.addressesOf(NODE)).isEmpty();
  }

  @Test
  void failure_isReportedOnceUntilTheAddressAnswers_andOnlyWhereConfigured() {
    AddressBook.Entry configured = noted(ONE, Optional.empty(), true);
    assertThat(configured.reportable()).isTrue();
    assertThat(configured.reportable()).isFalse();
    book.answered(ONE, NODE);
    assertThat(configured.reportable()).isTrue();

    assertThat(noted(OTHER, Optional.empty(), false).reportable()).isFalse();
  }

  @Test
  void backoff_doublesFromMinToMax_withinTheJitter() {
    SeededCases.forAll(getClass(), "backoff_doublesFromMinToMax_withinTheJitter", random -> {
      AddressBook jittered = new AddressBook(SETTINGS, random);
      jittered.note(ONE, Optional.empty(), true);
      for (int failures = 1; failures <= 60; failures++) {
        double expected = Math.min(3000, 200 * Math.pow(2, failures - 1));
        Duration delay = jittered.failed(ONE).orElseThrow();
        assertThat((double) delay.toMillis())
            .isBetween(expected * 0.8 - 1, Math.min(3000, expected * 1.2 + 1));
      }
    });
  }

  private AddressBook.Entry noted(Seed address, Optional<NodeId> id, boolean configured) {
    return book.note(address, id, configured).orElseThrow();
  }

  private int redialsUntilGivenUp(Seed address) {
    int redials = 0;
    while (redials < 1000 && book.failed(address).isPresent()) {
      redials++;
    }
    return redials;
  }
}
