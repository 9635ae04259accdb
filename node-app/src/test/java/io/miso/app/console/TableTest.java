package io.miso.app.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TableTest {

  @Test
  void columns_areAligned() {
    Table table = new Table("NAME", ">COUNT", "NOTE").row("a", 1000000, "x").row("longer", 5, "");
    assertThat(table.lines("  "))
        .containsExactly("  NAME      COUNT  NOTE", "  a       1000000  x", "  longer        5");
  }

  @Test
  void rowOfAnotherWidth_isABug() {
    assertThatThrownBy(() -> new Table("A").row("1", "2"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
