package io.miso.sdk.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A function that talks to a daemon gets what the SDK needs at run time and nothing optional. The build writes the dependency tree;
 * what hangs below something optional in it is left out here, and the rest has to do.
 */
final class ClassPathWithoutAkkaTest {

  private static final Path TREE = Path.of("target", "dependency-tree.txt");
  private static final Pattern CLASS_PATH_SEPARATOR =
      Pattern.compile(File.pathSeparator, Pattern.LITERAL);
  private static final Pattern NODE =
      Pattern.compile("([|+\\\\ -]*)([^:]+):([^:]+):jar:([^:]+):(compile|runtime)(.*)");

  @Test
  void requiredDependencies_holdNoAkka() throws IOException {
    assertThat(required())
        .isNotEmpty()
        .noneMatch(artifact -> artifact.group().startsWith("com.typesafe"))
        .noneMatch(artifact -> artifact.group().startsWith("org.scala-lang"))
        .noneMatch(artifact -> artifact.name().equals("miso-actors"));
  }

  @Test
  void requiredDependencies_doForConnectingAndCalling() throws Exception {
    FakeNode node = FakeNode.start();
    node.answers(FakeNode.answering(42));
    try (URLClassLoader loader =
        new URLClassLoader(requiredClassPath(), ClassLoader.getPlatformClassLoader())) {
      assertThatExceptionOfType(ClassNotFoundException.class)
          .isThrownBy(() -> loader.loadClass("akka.actor.typed.ActorSystem"));
      assertThatExceptionOfType(ClassNotFoundException.class)
          .isThrownBy(() -> loader.loadClass("io.miso.node.operation.NodeOperations"));

      Method read =
          loader.loadClass(IsolatedFunction.class.getName()).getMethod("reader", int.class);
      LongSupplier reader = (LongSupplier) read.invoke(null, node.port());

      assertThat(reader.getClass().getClassLoader()).isSameAs(loader);
      assertThat(reader.getAsLong()).isEqualTo(42);
    } finally {
      node.close();
      node.release();
    }
  }

  private record Artifact(String group, String name, String version) {}

  private static List<Artifact> required() throws IOException {
    assertThat(TREE).as("written by maven-dependency-plugin before the tests").exists();
    List<Artifact> required = new ArrayList<>();
    int optionalIndent = Integer.MAX_VALUE;
    for (String line : Files.readAllLines(TREE)) {
      Matcher node = NODE.matcher(line);
      if (!node.matches()) {
        continue;
      }
      int indent = node.group(1).length();
      if (indent <= optionalIndent) {
        optionalIndent = node.group(6).contains("optional") ? indent : Integer.MAX_VALUE;
      }
      if (indent < optionalIndent) {
        required.add(new Artifact(node.group(2), node.group(3), node.group(4)));
      }
    }
    return required;
  }

  private static URL[] requiredClassPath() throws IOException {
    List<Artifact> required = required();
    List<URL> urls = new ArrayList<>();
    for (String entry : classPathEntries()) {
      Path path = Path.of(entry).toAbsolutePath();
      if (isOwn(path) || required.stream().anyMatch(artifact -> isOf(artifact, path))) {
        urls.add(url(path));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static List<String> classPathEntries() {
    return CLASS_PATH_SEPARATOR
        .splitAsStream(System.getProperty("java.class.path"))
        .toList();
  }

  private static boolean isOwn(Path path) {
    return path.startsWith(Path.of("target").toAbsolutePath());
  }

  private static boolean isOf(Artifact artifact, Path path) {
    String module = artifact.name().replaceFirst("^miso-", "");
    boolean inReactor = artifact.group().equals("io.miso")
        && path.startsWith(Path.of("..", module, "target").toAbsolutePath().normalize());
    return inReactor
        || path.getFileName()
            .toString()
            .equals(artifact.name() + "-" + artifact.version() + ".jar");
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }
}
