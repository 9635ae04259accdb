package io.miso.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ElementLineTest {

  @Test
  void object_isJson() {
    List<@Nullable Object> items = new ArrayList<>(List.of(1L, 2.5, true, Map.of()));
    items.add(null);
    assertThat(ElementLine.of(new TreeMap<>(Map.of("a", "b \"c\"\n", "n", items))))
        .isEqualTo("{\"a\":\"b \\\"c\\\"\\n\",\"n\":[1,2.5,true,{},null]}");
  }

  @Test
  void stringOfOneLine_andNumber_areAsTheyAre() {
    assertThat(ElementLine.of("b \\ \"ä\" {")).isEqualTo("b \\ \"ä\" {");
    assertThat(ElementLine.of(-2.5)).isEqualTo("-2.5");
  }

  @Test
  void stringThatDoesNotFitALine_isAJsonString() {
    assertThat(ElementLine.of("a\nb\r\t\\")).isEqualTo("\"a\\nb\\r\\t\\\\\"");
    assertThat(ElementLine.of("a" + (char) 0x2028 + (char) 0x1b + (char) 0x85))
        .isEqualTo("\"a\\u2028\\u001b\\u0085\"");
  }

  @Test
  void stringThatBeginsLikeOne_isQuotedAsWell() {
    assertThat(ElementLine.of("\"a\"")).isEqualTo("\"\\\"a\\\"\"");
  }
}
