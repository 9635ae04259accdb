package io.miso.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ElementTest {

  @Test
  void integralNumberInAnyForm_isOneLong() {
    List<Number> fives = List.of((byte) 5, (short) 5, 5, 5L, 5f, 5.0);

    assertThat(fives.stream().map(Element::of)).containsOnly(Element.of(5L));
    assertThat(ElementType.NUMBER.decode(Element.of(5.0))).isEqualTo(5L);
  }

  @Test
  void numbersBeyond64BitsOrWithFractions_areDoubles() {
    assertThat(ElementType.NUMBER.decode(Element.of(0.5))).isEqualTo(0.5);
    assertThat(ElementType.NUMBER.decode(Element.of(0x1p63))).isEqualTo(0x1p63);
    assertThat(ElementType.NUMBER.decode(Element.of(-0x1p63))).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void zeroHasNoSign_andNaNEqualsItself() {
    assertThat(Element.of(-0.0)).isEqualTo(Element.of(0));
    assertThat(Element.of(Double.NaN)).isEqualTo(Element.of(Double.NaN));
  }

  @Test
  void numbersThatMightNotFit_areRefused() {
    for (Number number : List.of(BigInteger.ONE, new BigDecimal("0.1"))) {
      assertThatExceptionOfType(MisoException.InvalidRequest.class)
          .isThrownBy(() -> Element.of(number))
          .withMessageContaining(number.getClass().getName())
          .returns("value", MisoException.InvalidRequest::field);
    }
  }

  @Test
  void jsonObjects_areEqualRegardlessOfKeyOrderAndNumberForm() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("a", 1);
    one.put("b", List.of(2.0, Map.of("x", true)));
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("b", List.of(2, Map.of("x", true)));
    other.put("a", 1.0);

    assertThat(Element.ofObject(one)).isEqualTo(Element.ofObject(other));
  }

  @Test
  void jsonObject_isCopiedAndUnmodifiable() {
    List<@Nullable Object> items = new ArrayList<>(Arrays.asList(1, null));
    Map<String, @Nullable Object> members = new HashMap<>();
    members.put("items", items);
    Element element = Element.ofObject(members);
    items.add(2);
    members.put("more", "text");

    Map<String, @Nullable Object> decoded = ElementType.OBJECT.decode(element);
    assertThat(decoded).containsOnlyKeys("items");
    assertThat(decoded.get("items")).isEqualTo(Arrays.asList(1L, null));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> decoded.put("x", 1));
  }

  @Test
  void whatJsonHasNoFormFor_isRefused() {
    List<Map<String, Object>> refused = List.of(
        Map.of("a", Double.NaN),
        Map.of("a", Double.POSITIVE_INFINITY),
        Map.of("a", new Object()),
        Map.of("a", Map.of(1, "one")),
        nested(33));

    for (Map<String, Object> members : refused) {
      assertThatExceptionOfType(MisoException.InvalidRequest.class)
          .isThrownBy(() -> Element.ofObject(members));
    }
    assertThat(Element.ofObject(nested(32)).kind()).isEqualTo(Element.Kind.OBJECT);
  }

  private static Map<String, Object> nested(int levels) {
    return levels == 1 ? Map.of() : Map.of("in", nested(levels - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "x\udc00", "\udc00\ud800"})
  void halfACharacter_isRefusedBeforeTheWireReplacesIt(String text) {
    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> Element.of(text));
    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> Element.ofObject(Map.of(text, 1)));
    assertThat(ElementType.STRING.decode(Element.of("\ud83d\ude00"))).isEqualTo("\ud83d\ude00");
  }

  @Test
  void elementOfAnotherKind_isNeverDecoded() {
    assertThatExceptionOfType(MisoException.WrongType.class)
        .isThrownBy(() -> ElementType.STRING.decode(Element.of(5)))
        .withMessageContaining("type number, not string");
  }
}
