package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code ./miso} in a copy of the repository's outline, with a java that prints its arguments. */
final class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "miso");

  @TempDir
  private Path root;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void lookBuilt() throws IOException {
    Files.copy(LAUNCHER, root.resolve("miso"));
    Files.createDirectories(root.resolve("node-app/src/main"));
    Files.createDirectories(root.resolve("node-app/target/lib"));
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("node-app/target/miso-node-app-1.jar"), "");
    Files.writeString(root.resolve("node-app/target/launcher.built"), "");
    environment.put("JAVA_HOME", jdk("25.0.1").toString());
  }

  private Path jdk(String version) throws IOException {
    Path home = root.resolve("jdk-" + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    for (String name : List.of("java", "javac")) {
      Path command = Files.writeString(
          home.resolve("bin").resolve(name), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
      assertThat(command.toFile().setExecutable(true)).isTrue();
    }
    return home;
  }

  private record Result(int code, String output) {}

  private Result run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", root.resolve("miso").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().remove("MISO_JAVA_OPTS");
    builder.environment().putAll(environment);
    Path output = root.resolve("output");
    Process process = builder
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  @Test
  void builtCheckout_startsTheMainClassWithTheArguments() throws Exception {
    Result result = run("add", "a function", "n", "-5");
    assertThat(result.code()).isZero();
    assertThat(result.output().lines())
        .endsWith("io.miso.app.Main", "add", "a function", "n", "-5");
  }

  @Test
  void optionsOfNewJdks_areKeptFromOldOnes() throws Exception {
    assertThat(run("node").output())
        .contains(
            "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access");
    environment.put("JAVA_HOME", jdk("17.0.15").toString());
    assertThat(run("node").output())
        .contains("-XX:+UseSerialGC")
        .doesNotContain("--sun-misc-unsafe-memory-access", "--enable-native-access");
  }

  @Test
  void nodeAlone_endsAtOnceWhenItIsOutOfHeap() throws Exception {
    assertThat(run("node").output()).contains("-XX:+ExitOnOutOfMemoryError");
    assertThat(run("get", "function", "name").output())
        .doesNotContain("-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void optionsOfTheUser_comeAfterOurs() throws Exception {
    environment.put("MISO_JAVA_OPTS", "-Xmx100m -Da=b");
    assertThat(run("node").output())
        .containsSubsequence("-XX:+UseSerialGC", "-Xmx100m\n-Da=b\n", "-cp");
  }

  @Test
  void tooOldJavaHome_isPassedOver() throws Exception {
    environment.put("JAVA_HOME", jdk("11.0.2").toString());
    assertThat(run("help").output()).contains("is no JDK 17 or newer, looking for another");
  }

  @Test
  void newerSources_areBuiltAndMavenIsAskedFor() throws Exception {
    Files.writeString(root.resolve("node-app/src/main/New.java"), "");
    Files.setLastModifiedTime(
        root.resolve("node-app/target/launcher.built"), FileTime.from(Instant.EPOCH));
    environment.put("PATH", onlyBasicCommands().toString());
    Result result = run("help");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("Maven was not found");
  }

  private Path onlyBasicCommands() throws IOException {
    Path directory = Files.createDirectories(root.resolve("commands"));
    for (String name : List.of(
        "bash", "sed", "head", "find", "dirname", "readlink", "mkdir", "cat", "rm", "rmdir")) {
      for (String place : List.of("/usr/bin", "/bin")) {
        Path command = Path.of(place, name);
        if (Files.exists(command) && !Files.exists(directory.resolve(name))) {
          Files.createSymbolicLink(directory.resolve(name), command);
        }
      }
    }
    return directory;
  }
}
