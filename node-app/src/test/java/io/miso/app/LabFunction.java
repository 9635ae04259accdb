package io.miso.app;

import io.miso.sdk.StatefulObject;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** An instance of a function on one machine of a lab, as the test sees it. */
record LabFunction(FunctionJvm jvm, String name) {

  /** What the instance does with its object; it must capture nothing that cannot be serialized. */
  @FunctionalInterface
  interface Use<T extends Serializable> extends Serializable {
    T of(StatefulObject object) throws Exception;
  }

  /** The same for what has no result. */
  @FunctionalInterface
  interface Deed extends Serializable {
    void on(StatefulObject object) throws Exception;
  }

  /** Short, since whoever has just come may not be known yet; then it is asked again. */
  private static final Duration SYNC_LIMIT = Duration.ofSeconds(2);

  <T extends Serializable> T use(Use<T> use) {
    String function = name;
    return jvm.call(functions -> use.of(functions.object(function)));
  }

  void perform(Deed deed) {
    use(object -> {
      deed.on(object);
      return true;
    });
  }

  /** Waits until that many other nodes have what its node has. */
  void sync(int others) {
    MisoProcess.await(
        others + " nodes have everything of " + name,
        () -> use(object -> object.sync(SYNC_LIMIT).acknowledged().size()) == others);
  }

  /** Registers the function everywhere, and waits until each node knows that all others run it. */
  static void acquaint(List<LabFunction> instances) {
    instances.forEach(instance -> instance.use(StatefulObject::registerServerlessFunction));
    instances.forEach(instance -> instance.sync(instances.size() - 1));
  }

  /** What a {@link Writer} changes, as this node shows it. */
  Values values() {
    return use(object -> new Values(
        Writer.sum(object).getValue(),
        new TreeSet<>(Writer.tags(object).getValue()),
        new TreeSet<>(Writer.place(object).getValue()),
        Writer.open(object).getValue()));
  }

  /** Changes values until {@link #stopWriting}, a little every few milliseconds. */
  void startWriting(String id) {
    String function = name;
    jvm.call(functions -> functions.writer(function).start(id));
  }

  /** How long its operations took since this was asked last. */
  Latency latency() {
    String function = name;
    return jvm.call(functions -> functions.writer(function).latency());
  }

  /** What has been acknowledged so far. */
  Writer.Account account() {
    String function = name;
    return jvm.call(functions -> functions.writer(function).account());
  }

  /** Returns when its last operation was answered. */
  Writer.Account stopWriting() {
    String function = name;
    return jvm.call(functions -> functions.writer(function).stop());
  }
}
