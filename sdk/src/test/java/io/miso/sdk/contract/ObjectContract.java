package io.miso.sdk.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.miso.sdk.CrdtEntry;
import io.miso.sdk.Miso;
import io.miso.sdk.MisoException;
import io.miso.sdk.StatefulObject;
import io.miso.sdk.SyncResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

interface ObjectContract {

  Pair pair();

  /** Another function on the first node. */
  Miso anotherFunctionHere();

  @Test
  default void defaultObject_isNamedByTheHashOfTheFunction() throws NoSuchAlgorithmException {
    byte[] hash = MessageDigest.getInstance("SHA-256")
        .digest(pair().here().function().getBytes(StandardCharsets.UTF_8));
    String id = HexFormat.of().formatHex(hash);
    pair().objectHere().getPNCounter("sum").add(1);

    assertThat(pair().objectHere().id()).isEqualTo(id).matches("[0-9a-f]{64}");
    assertThat(pair().objectHere().function()).isEqualTo(pair().here().function());
    assertThat(pair().here().statefulObject(id).getPNCounter("sum").getValue()).isEqualTo(1);
  }

  @Test
  default void objectsAndFunctions_shareNothing() {
    StatefulObject one = pair().here().statefulObject("one");
    StatefulObject other = pair().here().statefulObject("other");
    one.getPNCounter("sum").add(1);
    other.getPNCounter("sum").add(2);
    try (Miso another = anotherFunctionHere()) {
      assertThat(another.statefulObject("one").getPNCounter("sum").getValue()).isZero();
    }

    assertThat(one.getPNCounter("sum").getValue()).isEqualTo(1);
    assertThat(other.getPNCounter("sum").getValue()).isEqualTo(2);
    assertThat(pair().objectHere().getPNCounter("sum").getValue()).isZero();
  }

  @Test
  default void list_namesWhatCarriesContent() {
    StatefulObject object = pair().objectHere();
    object.getPNCounter("c").add(1);
    object.getGCounter("b").add(1);
    object.getORSet("a").add("x");
    object.getGSet("d").add("x");
    object.getMVRegister("e").assign("x");
    object.getEWFlag("f").assign(true);
    object.getPNCounter("read alone").getValue();
    object.getGSet("deleted").add("x");
    object.deleteCrdt("deleted");

    List<CrdtEntry> expected = List.of(
        new CrdtEntry("a", "OR_SET"),
        new CrdtEntry("b", "GCOUNTER"),
        new CrdtEntry("c", "PNCOUNTER"),
        new CrdtEntry("d", "GSET"),
        new CrdtEntry("e", "MV_REGISTER"),
        new CrdtEntry("f", "EW_FLAG"));
    assertThat(object.list()).isEqualTo(expected);
    assertThat(object.listAsync()).succeedsWithin(Wait.PATIENCE).isEqualTo(expected);
    assertThat(pair().here().statefulObject("never used").list()).isEmpty();
  }

  @Test
  default void deleteCrdt_tellsWhetherThereWasAnything() {
    StatefulObject object = pair().objectHere();
    assertThat(object.deleteCrdt("sum")).isFalse();
    object.getPNCounter("sum").add(1);

    assertThat(object.deleteCrdt("sum")).isTrue();
    assertThat(object.deleteCrdtAsync("sum")).succeedsWithin(Wait.PATIENCE).isEqualTo(false);
  }

  @Test
  default void deletedObject_isEmptyEverywhere() {
    StatefulObject here = pair().objectHere();
    StatefulObject there = pair().objectThere();
    here.getPNCounter("sum").add(1);
    here.getORSet("names").add("ann");
    pair().syncHere();

    assertThat(there.delete()).isEqualTo(2);
    pair().syncThere();

    assertThat(here.list()).isEmpty();
    assertThat(here.getPNCounter("sum").getValue()).isZero();
    assertThat(here.getORSet("names").getValue()).isEmpty();
    assertThat(here.deleteAsync()).succeedsWithin(Wait.PATIENCE).isEqualTo(0);
  }

  @Test
  default void anotherTypeUnderAName_isRefusedAndNamesBoth() {
    StatefulObject object = pair().objectHere();
    object.getPNCounter("sum").add(1);

    assertThatExceptionOfType(MisoException.WrongType.class)
        .isThrownBy(() -> object.getORSet("sum").add("x"))
        .withMessageContaining("PNCounter");
    assertThatExceptionOfType(MisoException.WrongType.class)
        .isThrownBy(() -> object.getEWFlag("sum").getValue());
    assertThat(object.getMVRegister("sum").getValueAsync().toCompletableFuture())
        .failsWithin(Wait.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(MisoException.WrongType.class);
    assertThat(object.getPNCounter("sum").getValue()).isEqualTo(1);
  }

  @Test
  default void deletedName_isFreeForAnotherType() {
    StatefulObject object = pair().objectHere();
    object.getPNCounter("name").add(1);
    object.deleteCrdt("name");
    object.getORSet("name").add("x");

    assertThat(object.getORSet("name").getValue()).containsExactly("x");
  }

  @Test
  default void namesThatAreEmptyOrTooLong_areInvalidAndNameTheField() {
    StatefulObject object = pair().objectHere();

    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> object.getPNCounter(""))
        .returns("statefulObjectBase.crdtName", MisoException.InvalidRequest::field);
    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> object.deleteCrdt(""));
    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> pair().here().statefulObject(""))
        .returns("statefulObjectBase.statefulObjectId", MisoException.InvalidRequest::field);
    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> object.getPNCounter("\udc00"));
    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> object.getPNCounter("n".repeat(257)).add(1))
        .returns("statefulObjectBase.crdtName", MisoException.InvalidRequest::field);
    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(
            () -> pair().here().statefulObject("o".repeat(257)).getEWFlag("f").getValue())
        .returns("statefulObjectBase.statefulObjectId", MisoException.InvalidRequest::field);
    assertThat(object.getPNCounter("n".repeat(256)).add(1)).isEqualTo(1);
  }

  @Test
  default void registration_tellsWhetherTheInstanceIsNew() {
    StatefulObject object = pair().objectHere();
    assertThat(object.registerServerlessFunction())
        .as("registered by the suite")
        .isFalse();
    assertThat(object.unregisterServerlessFunction()).isTrue();
    assertThat(object.unregisterServerlessFunction()).isFalse();
    assertThat(object.registerServerlessFunctionAsync())
        .succeedsWithin(Wait.PATIENCE)
        .isEqualTo(true);
    assertThat(object.unregisterServerlessFunctionAsync())
        .succeedsWithin(Wait.PATIENCE)
        .isEqualTo(true);
  }

  @Test
  default void sync_namesTheOtherNode() {
    pair().objectHere().getPNCounter("sum").add(1);

    SyncResult result = pair().objectHere().sync(Duration.ofSeconds(5));

    assertThat(result.complete()).isTrue();
    assertThat(result.acknowledged()).singleElement().satisfies(node -> {
      assertThat(node.name()).isEqualTo("there");
      assertThat(node.nodeId()).matches("[0-9a-f]{32}");
      assertThat(node.address()).startsWith("127.0.0.1:");
    });
    assertThat(pair().objectHere().syncAsync(Duration.ofSeconds(5)))
        .succeedsWithin(Wait.PATIENCE)
        .satisfies(again -> assertThat(again.complete()).isTrue());
  }

  @Test
  default void syncWithoutATimeout_isInvalid() {
    for (Duration timeout :
        List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(1), Duration.ofDays(1))) {
      assertThatExceptionOfType(MisoException.InvalidRequest.class)
          .isThrownBy(() -> pair().objectHere().sync(timeout))
          .returns("timeout_ms", MisoException.InvalidRequest::field);
    }
  }

  @Test
  default void closedMiso_isAMistakeOfTheProgram() {
    Miso another = anotherFunctionHere();
    StatefulObject object = another.statefulObject();
    another.close();
    another.close();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> object.getPNCounter("sum").add(1))
        .withMessageContaining("closed");
  }
}
