package io.miso.app.process;

import io.miso.app.failure.UserFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Another MISO process that this one started and answers for. It ends with this process, however that dies, unless
 * {@link #keep()} released it. Its output goes to a file in the run directory.
 */
public final class ChildProcess {
  private static final Duration GRACE = Duration.ofSeconds(8);

  private final String name;
  private final Path log;
  private final Path readyFile;
  private final Process process;

  private ChildProcess(String name, Path log, Path readyFile, Process process) {
    this.name = name;
    this.log = log;
    this.readyFile = readyFile;
    this.process = process;
  }

  /**
   * Starts a MISO command.
   *
   * @param name of the process in messages, and of its files
   * @param environment the {@code MISO_} variables it gets; those of this process are not passed on
   */
  public static ChildProcess start(
      RunDirectory directory,
      String name,
      List<String> arguments,
      Map<String, String> environment) {
    Path base = directory.path().resolve(name);
    Path log = directory.path().resolve(name + Supervision.LOG);
    List<String> all = new ArrayList<>(arguments);
    all.add("--supervised=" + base);
    ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(all));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("MISO_"));
    builder.environment().putAll(environment);
    try {
      Path ready = directory.path().resolve(name + Supervision.READY);
      return new ChildProcess(name, log, ready, builder.start());
    } catch (IOException e) {
      throw new UserFailure("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** How it ended, or that it runs. */
  public String state() {
    return process.isAlive() ? "running" : "ended with exit code " + process.exitValue();
  }

  /**
   * Waits until the process says that it is ready.
   *
   * @return the addresses it told
   * @throws UserFailure where it ends first or takes too long
   */
  public Map<String, String> awaitReady(Duration limit) {
    boolean decided = Condition.await(limit, () -> Files.exists(readyFile) || !process.isAlive());
    if (!Files.exists(readyFile)) {
      String what = decided ? state() : "not ready after " + limit.toSeconds() + " s";
      throw new UserFailure(name + " did not start: " + what);
    }
    try {
      return ReadyFile.read(readyFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of its output, without stack frames: they would push out what they belong to. */
  public List<String> logTail(int lines) {
    try {
      List<String> all = Files.readAllLines(log, StandardCharsets.UTF_8).stream()
          .filter(line -> !line.startsWith("\tat "))
          .toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of("(no output: " + e.getMessage() + ")");
    }
  }

  /** Lets the process run on when this one ends. */
  public void keep() {
    try (OutputStream input = process.getOutputStream()) {
      input.write((Supervision.KEEP + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UserFailure("cannot keep " + name + ", it is " + state(), e);
    }
  }

  /** Asks the process to leave; through its handle, because {@link Process#destroy()} would close its input as well. */
  public void askToStop() {
    process.toHandle().destroy();
  }

  /** Waits until the process is gone, by force where it does not leave in time. */
  public void awaitStop() {
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
