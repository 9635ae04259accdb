package io.miso.node;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An actor system whose timers run by hand, shared by the tests of one class: a static field with {@code @RegisterExtension}. */
public final class ActorTestKitExtension implements AfterAllCallback {
  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());

  @Override
  public void afterAll(ExtensionContext context) {
    kit.shutdownTestKit();
  }

  public ActorSystem<Void> system() {
    return kit.system();
  }

  public <T> ActorRef<T> spawn(Behavior<T> behavior) {
    return kit.spawn(behavior);
  }

  public <T> TestProbe<T> probe() {
    return kit.createTestProbe();
  }

  public void stop(ActorRef<?> actor) {
    kit.stop(actor);
  }

  /** Runs the timers that are due by then. */
  public void passes(Duration duration) {
    time.timePasses(duration);
  }
}
