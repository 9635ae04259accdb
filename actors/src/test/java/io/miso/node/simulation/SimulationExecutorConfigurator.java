package io.miso.node.simulation;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/** How Akka's configuration names a {@link SimulationExecutor}. */
public final class SimulationExecutorConfigurator extends ExecutorServiceConfigurator {
  private final String id;

  /** Called by Akka. */
  public SimulationExecutorConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    id = config.getString("simulation-id");
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(
      String name, ThreadFactory threadFactory) {
    return new ExecutorServiceFactory() {
      @Override
      public ExecutorService createExecutorService() {
        return SimulationExecutor.of(id);
      }
    };
  }
}
