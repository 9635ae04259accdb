package io.miso.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadyFileTest {

  @Test
  void values_areReadBackAndNoDraftStays(@TempDir Path directory) throws IOException {
    Map<String, String> values = Map.of("grpc", "127.0.0.1:5001", "http", "[::1]:80", "odd", "a=b");
    ReadyFile.write(directory.resolve("x.ready"), values);
    assertThat(ReadyFile.read(directory.resolve("x.ready"))).isEqualTo(values);
    assertThat(directory).isDirectoryNotContaining("glob:**.draft");
  }
}
