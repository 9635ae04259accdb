package io.miso.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.miso.app.failure.UserFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NumbersTest {

  private static long[] read(String text) throws IOException {
    return Numbers.read(new BufferedReader(new StringReader(text)), "input");
  }

  @Test
  void lines_areIntegersOf64Bits() throws IOException {
    assertThat(read("1\n-2\r\n  +3 \n9223372036854775807\n-9223372036854775808"))
        .containsExactly(1, -2, 3, Long.MAX_VALUE, Long.MIN_VALUE);
  }

  @Test
  void badLine_isNamedByItsNumber() {
    assertThatThrownBy(() -> read("1\n2\nthree\n4"))
        .isInstanceOf(UserFailure.class)
        .hasMessage("input, line 3: 'three' is no integer of up to 64 bits");
  }

  @Test
  void blankLine_isABadLine() {
    assertThatThrownBy(() -> read("1\n\n2")).hasMessageContaining("line 2");
  }

  @Test
  void integerBeyond64Bits_isABadLine() {
    assertThatThrownBy(() -> read("9223372036854775808")).hasMessageContaining("line 1");
  }

  @Test
  void longBadLine_isShortened() {
    assertThatThrownBy(() -> read("x".repeat(1000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(120));
  }

  @Test
  void emptyInput_isRefused() {
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("empty");
  }

  @Test
  void binaryFile_isABadLine(@TempDir Path directory) throws IOException {
    Path file =
        Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThatThrownBy(() -> Numbers.read(file))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void text_isReadBack() throws IOException {
    long[] numbers = Numbers.generate(3000);
    assertThat(read(Numbers.text(numbers))).isEqualTo(numbers);
  }

  @Test
  void generatedNumbers_areTheSameInEveryRun() {
    assertThat(Numbers.generate(100)).isEqualTo(Numbers.generate(100));
    assertThat(Arrays.stream(Numbers.generate(100)).boxed())
        .anyMatch(n -> n < 0)
        .anyMatch(n -> n > 0);
  }
}
