package io.miso.app.demo;

import io.miso.app.failure.UserFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Where the integers of the demo come from. The text form is one decimal integer of up to 64 bits a line. */
final class Numbers {
  private static final long SEED = 20_240_613;
  private static final int SHOWN_CHARACTERS = 40;

  private Numbers() {}

  /** Integers over the whole range of 32 bits, the same in every run. */
  static long[] generate(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    long[] numbers = new long[count];
    Arrays.setAll(numbers, i -> random.nextInt());
    return numbers;
  }

  /**
   * Reads a file.
   *
   * @throws UserFailure where it cannot be read or a line is no integer; names the line
   */
  static long[] read(Path file) {
    // Every byte is a character here, so a line that is no text at all is reported like any other.
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      return read(reader, file.toString());
    } catch (NoSuchFileException e) {
      throw new UserFailure(
          file + " does not exist; --input takes a file with one integer a line", e);
    } catch (IOException e) {
      throw new UserFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads all lines.
   *
   * @param source what to call it in an error
   */
  static long[] read(BufferedReader reader, String source) throws IOException {
    long[] numbers = new long[1024];
    int count = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, count * 2);
      }
      numbers[count] = parse(line, count + 1, source);
      count++;
    }
    if (count == 0) {
      throw new UserFailure(source + " is empty; it must hold one integer a line");
    }
    return Arrays.copyOf(numbers, count);
  }

  private static long parse(String line, int lineNumber, String source) {
    if (line.isBlank()) {
      throw new UserFailure(source + ", line " + lineNumber + " is blank");
    }
    try {
      return Long.parseLong(line.strip());
    } catch (NumberFormatException e) {
      String shown =
          line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "...";
      throw new UserFailure(
          source + ", line " + lineNumber + ": '" + shown + "' is no integer of up to 64 bits", e);
    }
  }

  /** The text form. */
  static String text(long[] numbers) {
    return Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining("\n"));
  }
}
