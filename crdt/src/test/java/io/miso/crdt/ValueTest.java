package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {

  @Test
  void five_isOneValueInWhateverForm() {
    assertThat(List.of(
            Value.of(5.0),
            Value.number("5"),
            Value.number("5.0"),
            Value.number("5e0"),
            Value.number("+05.")))
        .containsOnly(Value.of(5));
    assertThat(List.of(Value.number("1e3"), Value.number("1000.000"), Value.number("0.1e4")))
        .containsOnly(Value.of(1000));
    assertThat(Value.of(5)).isNotEqualTo(Value.of("5")).isNotEqualTo(Value.of(5.5));
  }

  @Test
  void integersOf64Bits_areExactInEveryForm() {
    assertThat(Value.number("9007199254740993")).isEqualTo(Value.of(9007199254740993L));
    assertThat(Value.number("9007199254740993.0")).isEqualTo(Value.of(9007199254740993L));
    assertThat(Value.number("9007199254740993e0")).isEqualTo(Value.of(9007199254740993L));
    assertThat(Value.number("9007199254740993.0000")).isEqualTo(Value.of(9007199254740993L));
    assertThat(Value.number("9223372036854775807")).isEqualTo(Value.of(Long.MAX_VALUE));
    assertThat(Value.number("-9223372036854775808")).isEqualTo(Value.of(Long.MIN_VALUE));
    assertThat(Value.of(-0x1p63)).isEqualTo(Value.of(Long.MIN_VALUE));
  }

  @Test
  void whatDoesNotFit64Bits_isADouble() {
    assertThat(Value.of(0x1p63))
        .isEqualTo(Value.number("9223372036854775808"))
        .isInstanceOf(Value.Real.class);
    assertThat(Value.number("9223372036854775807.5")).isEqualTo(Value.of(0x1p63));
    assertThat(Value.number("1e300")).isEqualTo(Value.of(1e300));
    assertThat(Value.number("0.1")).isEqualTo(Value.of(0.1));
    assertThat(Value.number("9007199254740993.5")).isEqualTo(Value.of(9007199254740994L));
  }

  @Test
  void zerosAreOne_andNanEqualsItself() {
    assertThat(List.of(
            Value.of(-0.0),
            Value.of(0.0),
            Value.number("-0"),
            Value.number("0e99"),
            Value.number("1e-999")))
        .containsOnly(Value.of(0));
    assertThat(Value.of(Double.NaN))
        .isEqualTo(Value.number("NaN"))
        .isEqualByComparingTo(Value.of(0.0 / 0.0));
    assertThat(Value.of(Double.longBitsToDouble(0x7ff8000000000001L)))
        .isEqualTo(Value.of(Double.NaN));
    assertThat(Value.number("-Infinity")).isEqualTo(Value.of(Double.NEGATIVE_INFINITY));
  }

  @Test
  void exponentsOfAnySize_costNothing() {
    assertThat(Value.number("1e-2147483647")).isEqualTo(Value.of(0));
    assertThat(Value.number("0e2147483647")).isEqualTo(Value.of(0));
    assertThat(Value.number("0e99999999999")).isEqualTo(Value.of(0));
    assertThatThrownBy(() -> Value.number("1e2147483647"))
        .isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> Value.number("1e99999999999"))
        .isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> Value.number("1".repeat(1001))).hasMessageContaining("1001");
    assertThat(Value.number("0." + "1".repeat(998))).isEqualTo(Value.of(0.1111111111111111));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " 5", "5 ", "five", "0x10", "1d", "1f", "--1", "1e", ".", "1,5", "\u0665", "nan",
        "1_000"
      })
  void otherText_isNoNumber(String text) {
    assertThatThrownBy(() -> Value.number(text)).isInstanceOf(NumberFormatException.class);
  }

  @Test
  void objects_areEqualWhateverTheOrderOfKeys() {
    Map<String, Value> oneWay = new LinkedHashMap<>();
    oneWay.put("a", Value.of(1));
    oneWay.put("b", Value.array(List.of(Value.nullValue())));
    Map<String, Value> otherWay = new LinkedHashMap<>();
    otherWay.put("b", Value.array(List.of(Value.nullValue())));
    otherWay.put("a", Value.number("1.0"));
    assertThat(Value.object(oneWay))
        .isEqualTo(Value.object(otherWay))
        .hasSameHashCodeAs(Value.object(otherWay));
    oneWay.clear();
    assertThat(Value.object(otherWay)).hasToString("{a=1, b=[null]}");
  }

  @Test
  void bytes_areCopiedBothWays() {
    byte[] bytes = {1, -1};
    ByteValue value = (ByteValue) Value.of(bytes);
    bytes[0] = 9;
    value.bytes()[1] = 9;
    assertThat(value).isEqualTo(Value.of(new byte[] {1, -1}));
  }

  @Test
  void loneSurrogates_areRefused() {
    assertThat(Value.of("\ud83d\ude00")).isEqualTo(Value.of("\ud83d\ude00"));
    for (String text : List.of("\ud83d", "a\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00")) {
      assertThatThrownBy(() -> Value.of(text)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Value.object(Map.of(text, Value.of(1))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nesting_endsAtItsBound() {
    Value nested = Value.of(1);
    for (int depth = 1; depth <= Value.MAX_DEPTH; depth++) {
      nested =
          depth % 2 == 0 ? Value.array(List.of(nested)) : Value.object(Map.of("inner", nested));
    }
    Value deepest = nested;
    assertThat(deepest.depth()).isEqualTo(Value.MAX_DEPTH);
    assertThatThrownBy(() -> Value.array(List.of(deepest)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Value.object(Map.of("", deepest)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNumberHasOneRecord() {
    assertThatThrownBy(() -> new Value.Real(1.0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Value.Real(-0.0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void canonicalOrder_isTheOneDocumented() {
    List<Value> ordered = List.of(
        Value.nullValue(),
        Value.of(false),
        Value.of(true),
        Value.of(Double.NEGATIVE_INFINITY),
        Value.of(-0x1p64),
        Value.of(Long.MIN_VALUE),
        Value.of(-1),
        Value.of(-0.5),
        Value.of(0),
        Value.of(9007199254740992L),
        Value.of(9007199254740993L),
        Value.of(Long.MAX_VALUE),
        Value.of(0x1p63),
        Value.of(Double.POSITIVE_INFINITY),
        Value.of(Double.NaN),
        Value.of(""),
        Value.of("a"),
        Value.of("ab"),
        Value.of("b"),
        Value.of(new byte[0]),
        Value.of(new byte[] {1}),
        Value.of(new byte[] {-1}),
        Value.array(List.of()),
        Value.array(List.of(Value.of(1))),
        Value.array(List.of(Value.of(1), Value.of(0))),
        Value.array(List.of(Value.of(2))),
        Value.object(Map.of()),
        Value.object(Map.of("a", Value.of(1))),
        Value.object(Map.of("a", Value.of(1), "b", Value.of(1))),
        Value.object(Map.of("a", Value.of(2))),
        Value.object(Map.of("b", Value.of(0))));
    List<Value> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(1));
    Collections.sort(shuffled);
    assertThat(shuffled).isEqualTo(ordered);
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        assertThat(Integer.signum(ordered.get(i).compareTo(ordered.get(j))))
            .isEqualTo(Integer.compare(i, j));
        assertThat(ordered.get(i).equals(ordered.get(j))).isEqualTo(i == j);
      }
    }
  }

  @Test
  void orderOfRandomValues_isTotalAndAgreesWithEquals() {
    Cases.forAll(getClass(), "orderOfRandomValues_isTotalAndAgreesWithEquals", random -> {
      Value a = RandomValues.value(random);
      Value b = RandomValues.value(random);
      Value c = RandomValues.value(random);
      assertThat(a.compareTo(b)).isEqualTo(-b.compareTo(a));
      assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
      if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
        assertThat(a.compareTo(c)).isLessThanOrEqualTo(0);
      }
      if (a.equals(b)) {
        assertThat(a).hasSameHashCodeAs(b);
      }
    });
  }

  @Test
  void numbersFromText_areTheNearestOfTheDomain() {
    Cases.forAll(getClass(), "numbersFromText_areTheNearestOfTheDomain", random -> {
      BigDecimal exact =
          BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(25) - 3);
      boolean whole =
          exact.stripTrailingZeros().scale() <= 0 && exact.toBigInteger().bitLength() < 64;
      Value expected = whole ? Value.of(exact.longValueExact()) : Value.of(exact.doubleValue());
      assertThat(Value.number(exact.toString())).isEqualTo(expected);
      assertThat(Value.number(exact.toPlainString())).isEqualTo(expected);
    });
  }
}
