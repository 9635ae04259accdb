package io.miso.sdk.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.miso.sdk.Element;
import io.miso.sdk.ElementType;
import io.miso.sdk.GSet;
import io.miso.sdk.MVRegister;
import io.miso.sdk.MisoException;
import io.miso.sdk.ORSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

interface ElementContract {

  Pair pair();

  @Test
  default void numberInAnyForm_isOneElement() {
    ORSet<Number> here = pair().objectHere().getORSet("numbers", ElementType.NUMBER);
    ORSet<Number> there = pair().objectThere().getORSet("numbers", ElementType.NUMBER);
    here.add(5);
    here.add(5.0);
    here.add(0.5);
    here.add(-0.0);
    pair().syncHere();
    there.add(5L);
    there.add(0);

    assertThat(there.getValue()).containsExactlyInAnyOrder(5L, 0.5, 0L);
    assertThat(there.contains(5f)).isTrue();

    there.remove(5.0);
    pair().syncThere();
    assertThat(here.getValue()).containsExactlyInAnyOrder(0.5, 0L);
  }

  @Test
  default void numbersAtTheEdges_comeBackExactly() {
    GSet<Number> here = pair().objectHere().getGSet("numbers", ElementType.NUMBER);
    GSet<Number> there = pair().objectThere().getGSet("numbers", ElementType.NUMBER);
    Number[] numbers = {
      (1L << 53) - 1,
      1 - (1L << 53),
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      Double.NaN,
      Double.NEGATIVE_INFINITY
    };
    for (Number number : numbers) {
      here.add(number);
    }
    pair().syncHere();

    assertThat(there.getValue()).containsExactlyInAnyOrder(numbers);
    assertThat(there.contains(Double.NaN)).isTrue();
  }

  @Test
  default void jsonObject_isOneElementRegardlessOfKeyOrder() {
    ORSet<Map<String, @Nullable Object>> here =
        pair().objectHere().getORSet("orders", ElementType.OBJECT);
    ORSet<Map<String, @Nullable Object>> there =
        pair().objectThere().getORSet("orders", ElementType.OBJECT);
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("id", "o-1");
    one.put("total", 12);
    Map<String, @Nullable Object> other = new LinkedHashMap<>();
    other.put("total", 12.0);
    other.put("id", "o-1");
    here.add(one);
    here.add(other);
    pair().syncHere();
    there.add(other);

    assertThat(there.getValue()).containsExactly(Map.of("id", "o-1", "total", 12L));
    assertThat(there.contains(one)).isTrue();

    there.remove(one);
    pair().syncThere();
    assertThat(here.getValue()).isEmpty();
  }

  @Test
  default void jsonOfEveryShape_comesBackAsItWas() {
    GSet<Map<String, @Nullable Object>> here =
        pair().objectHere().getGSet("json", ElementType.OBJECT);
    GSet<Map<String, @Nullable Object>> there =
        pair().objectThere().getGSet("json", ElementType.OBJECT);
    Map<String, @Nullable Object> shapes = new HashMap<>();
    shapes.put("", "empty key");
    shapes.put("null", null);
    shapes.put("list", Arrays.asList(1L, 0.5, true, null, List.of(), Map.of()));
    shapes.put("text", "quote \" backslash \\ line \n nul \u0000 snow \u2603");
    shapes.put("deep", nested(31));
    here.add(shapes);
    here.add(Map.of());
    pair().syncHere();

    assertThat(there.getValue()).containsExactlyInAnyOrder(shapes, Map.of());
  }

  private static Map<String, Object> nested(int levels) {
    return levels == 1 ? Map.of() : Map.of("in", nested(levels - 1));
  }

  @Test
  default void elementsOfAnotherKind_areSaidToBeSo() {
    pair().objectHere().getORSet("numbers", ElementType.NUMBER).add(5);
    pair().objectHere().getMVRegister("register", ElementType.OBJECT).assign(Map.of("id", 1));
    ORSet<String> asStrings = pair().objectHere().getORSet("numbers");
    MVRegister<Number> asNumbers =
        pair().objectHere().getMVRegister("register", ElementType.NUMBER);

    assertThatExceptionOfType(MisoException.WrongType.class)
        .isThrownBy(asStrings::getValue)
        .withMessageContaining("'numbers'")
        .withMessageContaining("number");
    assertThatExceptionOfType(MisoException.WrongType.class)
        .isThrownBy(asNumbers::getValue)
        .withMessageContaining("object");
    assertThat(asStrings.contains("5")).isFalse();
  }

  /** What a later codec does. */
  record Order(String id, long total) {
    static final ElementType<Order> TYPE = new ElementType<>() {
      @Override
      public Element.Kind kind() {
        return Element.Kind.OBJECT;
      }

      @Override
      public Element encode(Order order) {
        return Element.ofObject(Map.of("id", order.id, "total", order.total));
      }

      @Override
      public Order decode(Element element) {
        Map<String, ?> members = ((Element.Json) element).members();
        return new Order((String) Objects.requireNonNull(members.get("id")), (Long)
            Objects.requireNonNull(members.get("total")));
      }
    };
  }

  @Test
  default void elementTypeOfOnesOwn_mapsAClass() {
    ORSet<Order> here = pair().objectHere().getORSet("orders", Order.TYPE);
    ORSet<Order> there = pair().objectThere().getORSet("orders", Order.TYPE);
    here.add(new Order("o-1", 12));
    here.add(new Order("o-2", 3));
    pair().syncHere();
    there.remove(new Order("o-2", 3));

    assertThat(there.getValue()).containsExactly(new Order("o-1", 12));
  }
}
