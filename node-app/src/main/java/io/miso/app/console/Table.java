package io.miso.app.console;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns under a head. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] right;

  /**
   * @param columns heads of the columns; one that starts with {@code >} is set to the right
   */
  public Table(String... columns) {
    right = new boolean[columns.length];
    List<String> head = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      right[i] = columns[i].startsWith(">");
      head.add(right[i] ? columns[i].substring(1) : columns[i]);
    }
    rows.add(head);
  }

  /** Adds a row with as many cells as there are columns. */
  public Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell.toString());
    }
    if (row.size() != right.length) {
      throw new IllegalArgumentException(row.size() + " cells for " + right.length + " columns");
    }
    rows.add(row);
    return this;
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The lines of the table, without trailing blanks, each after this indentation. */
  public List<String> lines(String indentation) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indentation);
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        String blanks = " ".repeat(width(i) - cell.length());
        line.append(i == 0 ? "" : GAP).append(right[i] ? blanks + cell : cell + blanks);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
