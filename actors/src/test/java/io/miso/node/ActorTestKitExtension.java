package io.miso.node;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.testkit.ExplicitlyTriggeredScheduler;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An actor system whose timers run by hand, shared by the tests of one class: a static field with {@code @RegisterExtension}. */
public final class ActorTestKitExtension implements AfterAllCallback {
  /** For what normally comes at once; TestKit's own three seconds are little on a machine that is busy with other things. */
  private static final int PATIENCE_S = 20;

  private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString(
          "akka.actor.testkit.typed.single-expect-default = " + PATIENCE_S + " s")
      .withFallback(ManualTime.config()));
  private final ExplicitlyTriggeredScheduler time =
      (ExplicitlyTriggeredScheduler) Adapter.toClassic(kit.system()).scheduler();

  @Override
  public void afterAll(ExtensionContext context) {
    kit.shutdownTestKit();
  }

  public ActorSystem<Void> system() {
    return kit.system();
  }

  /** The actor, set up: its timers run and what it tells others at the start is told. */
  public <T> ActorRef<T> spawn(Behavior<T> behavior) {
    CompletableFuture<Void> setUp = new CompletableFuture<>();
    ActorRef<T> actor = kit.spawn(Behaviors.setup(context -> {
      try {
        return Behavior.start(behavior, context);
      } finally {
        setUp.complete(null);
      }
    }));
    setUp.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    return actor;
  }

  public <T> TestProbe<T> probe() {
    return kit.createTestProbe();
  }

  public void stop(ActorRef<?> actor) {
    kit.stop(actor);
  }

  /** Runs the timers that are due by then. Unlike {@link ManualTime}, without sleeping first: that hides tests that do not wait. */
  public void passes(Duration duration) {
    long endMs = time.currentTimeMs() + duration.toMillis();
    // The clock stands at the last task that was run, so that the end needs one.
    time.scheduleOnce(duration, () -> {}, kit.system().executionContext());
    time.executeTasks(endMs);
  }
}
