package io.miso.app.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a child tells its parent once it is ready, as lines of {@code key=value}; the file appears complete. */
final class ReadyFile {
  private ReadyFile() {}

  static void write(Path file, Map<String, String> values) throws IOException {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(values).forEach((key, value) -> lines.add(key + "=" + value));
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.write(draft, lines);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static Map<String, String> read(Path file) throws IOException {
    Map<String, String> values = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf('=');
      values.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return values;
  }
}
