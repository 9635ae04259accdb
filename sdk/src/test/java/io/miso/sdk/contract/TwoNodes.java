package io.miso.sdk.contract;

import com.typesafe.config.ConfigFactory;
import io.miso.node.MisoNode;
import io.miso.node.settings.NodeSettings;
import java.util.List;
import java.util.Map;

/**
 * Two nodes on loopback that know each other. They replicate on {@code sync} alone: the interval is an hour, so that what a test makes
 * concurrent is concurrent.
 */
final class TwoNodes {

  private final MisoNode here = start("here", List.of());
  private final MisoNode there = start("there", List.of("127.0.0.1:" + here.port()));

  MisoNode here() {
    return here;
  }

  MisoNode there() {
    return there;
  }

  void close() {
    there.close();
    here.close();
  }

  /** Stops the second node without a goodbye. */
  void crashThere() {
    there.system().terminate();
    there.system().getWhenTerminated().toCompletableFuture().join();
  }

  static MisoNode start(String name, List<String> seeds) {
    return MisoNode.start(settings(name, seeds));
  }

  static NodeSettings settings(String name, List<String> seeds) {
    Map<String, Object> settings = Map.of(
        "miso.node-name",
        name,
        "miso.grpc.port",
        0,
        "miso.discovery.methods",
        List.of("config"),
        "miso.discovery.seeds",
        seeds,
        "miso.replication.interval",
        "1 h");
    return NodeSettings.from(ConfigFactory.parseMap(settings).withFallback(ConfigFactory.load()));
  }
}
