package io.miso.app;

import io.miso.app.daemon.LogOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Map;

/**
 * A JVM in a namespace that runs functions: it does what the test hands it, one task after the other, and ends when the test does.
 * Tasks and answers go over its standard streams.
 */
final class FunctionJvm implements AutoCloseable {

  /** What a test has done in there; it must capture nothing that cannot be serialized. */
  @FunctionalInterface
  interface Task<T extends Serializable> extends Serializable {
    T run(Functions functions) throws Exception;
  }

  private sealed interface Answer extends Serializable {
    record Result(Serializable value) implements Answer {}

    record Failure(Throwable cause) implements Answer {}
  }

  private final Process process;
  private final ObjectOutputStream tasks;
  private final ObjectInputStream answers;

  private FunctionJvm(Process process) throws IOException {
    this.process = process;
    this.tasks = new ObjectOutputStream(process.getOutputStream());
    tasks.flush();
    this.answers = new ObjectInputStream(process.getInputStream());
  }

  /** @param daemon the host of the daemon that its functions use */
  static FunctionJvm start(Namespace namespace, String daemon, Path directory) {
    try {
      return new FunctionJvm(
          MisoProcess.builder(namespace.entrance(), FunctionJvm.class, directory, Map.of(), daemon)
              .redirectError(Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the task done and waits for its result; what it throws is the cause of an AssertionError. */
  @SuppressWarnings("unchecked") // the other side answers the result of this very task
  synchronized <T extends Serializable> T call(Task<T> task) {
    try {
      tasks.writeObject(task);
      tasks.flush();
      tasks.reset();
      Answer answer = (Answer) answers.readObject();
      if (answer instanceof Answer.Failure failure) {
        throw new AssertionError("in a function: " + failure.cause(), failure.cause());
      }
      return (T) ((Answer.Result) answer).value();
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError("the JVM of the functions does not answer", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream results = System.out;
    System.setOut(System.err);
    LogOutput.forCommands();
    Functions functions = new Functions(arguments[0]);
    ObjectOutputStream answers = new ObjectOutputStream(results);
    answers.flush();
    try (ObjectInputStream tasks = new ObjectInputStream(System.in)) {
      while (true) {
        answers.writeObject(answer((Task<?>) tasks.readObject(), functions));
        answers.flush();
        answers.reset();
      }
    } catch (EOFException endOfTheTest) {
      functions.close();
      System.exit(0); // writers may be at work
    }
  }

  private static Answer answer(Task<?> task, Functions functions) {
    try {
      return new Answer.Result(task.run(functions));
    } catch (Exception e) {
      return new Answer.Failure(e);
    }
  }
}
