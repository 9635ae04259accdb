package io.miso.bench.unary;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link UnaryServer} in a JVM of its own, on the JDK and class path of this one. */
final class ServerProcess implements AutoCloseable {
  private static final long STOP_TIMEOUT_SECONDS = 15;

  private final Mode mode;
  private final Process process;
  private final int port;

  private ServerProcess(Mode mode, Process process, int port) {
    this.mode = mode;
    this.process = process;
    this.port = port;
  }

  /** Blocks until the server listens. */
  static ServerProcess start(Mode mode, List<String> jvmArguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(UnaryServer.class.getName());
    command.add(mode.label());
    Process process =
        new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.startsWith(UnaryServer.LISTENING)) {
      System.err.println(line);
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException(
          "the server '" + mode.label() + "' did not start; what it said is above");
    }
    Thread rest = new Thread(() -> output.lines().forEach(System.err::println));
    rest.setDaemon(true);
    rest.start();
    return new ServerProcess(
        mode, process, Integer.parseInt(line.substring(UnaryServer.LISTENING.length())));
  }

  Mode mode() {
    return mode;
  }

  int port() {
    return port;
  }

  /** User and system time of the process so far, on Linux in steps of 10 ms. */
  Duration cpu() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException(
            "the server '" + mode.label() + "' is gone, or this system does not tell CPU times"));
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // It is gone, or it is ended below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
