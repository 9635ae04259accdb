package io.miso.app.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Temporary directory for the output of the children of one run. */
public final class RunDirectory {
  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  public static RunDirectory create(String prefix) {
    try {
      return new RunDirectory(Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary directory: " + e.getMessage(), e);
    }
  }

  public Path path() {
    return path;
  }

  /** Removes the directory and the files in it. */
  public void remove() {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
    } catch (NoSuchFileException e) {
      // Gone already.
    } catch (IOException e) {
      System.err.println("miso: cannot remove " + path + ": " + e.getMessage());
    }
  }
}
