package io.miso.app.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A child's side of being started by another MISO process. The parent holds the child's standard input open. When it closes
 * (the parent died, by whatever signal) the child leaves and removes its files. The line {@value #KEEP} before that means that
 * the child shall stay; then it removes its files when it is stopped.
 */
public final class Supervision {
  static final String KEEP = "keep";
  static final String LOG = ".log";
  static final String READY = ".ready";

  private final Path base;
  private volatile boolean ownsFiles;

  private Supervision(Path base) {
    this.base = base;
  }

  /**
   * Starts watching the parent. Call after {@link Exit#cleanlyOnSignal()} and before other steps of leaving are registered,
   * so that files go last.
   *
   * @param base path that the child's files start with, in a directory that the parent made for this run
   */
  public static Supervision watchParent(Path base) {
    Supervision supervision = new Supervision(base);
    Exit.onExit(supervision::removeFiles);
    Thread watcher = new Thread(supervision::untilParentEnds, "parent");
    watcher.setDaemon(true);
    watcher.start();
    return supervision;
  }

  /** Tells the parent that this process is ready, and where. */
  public void ready(Map<String, String> addresses) {
    try {
      ReadyFile.write(file(READY), addresses);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void untilParentEnds() {
    if (!isKept()) {
      ownsFiles = true;
      Exit.now(0);
    }
  }

  private boolean isKept() {
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        if (line.equals(KEEP)) {
          ownsFiles = true;
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private void removeFiles() {
    if (!ownsFiles) {
      return;
    }
    try {
      Files.deleteIfExists(file(READY));
      Files.deleteIfExists(file(LOG));
      Files.deleteIfExists(base.toAbsolutePath().getParent());
    } catch (DirectoryNotEmptyException e) {
      // Siblings are still there; the last one removes the directory.
    } catch (IOException e) {
      System.err.println("cannot remove " + base + ".*: " + e.getMessage());
    }
  }

  private Path file(String suffix) {
    return base.resolveSibling(base.getFileName() + suffix);
  }
}
