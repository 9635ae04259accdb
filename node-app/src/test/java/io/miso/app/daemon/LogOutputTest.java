package io.miso.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;

final class LogOutputTest {

  @Test
  void libraries_areQuietUnlessMoreIsAskedFor() {
    assertThat(LogOutput.ofLibraries(Level.INFO)).isEqualTo(Level.WARN);
    assertThat(LogOutput.ofLibraries(Level.DEBUG)).isEqualTo(Level.INFO);
    assertThat(LogOutput.ofLibraries(Level.TRACE)).isEqualTo(Level.DEBUG);
    assertThat(LogOutput.ofLibraries(Level.ERROR)).isEqualTo(Level.ERROR);
  }
}
