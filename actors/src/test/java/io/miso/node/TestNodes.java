package io.miso.node;

import com.typesafe.config.ConfigFactory;
import io.miso.node.identity.NodeId;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Seed;

/** Settings and peers that tests make up. */
public final class TestNodes {
  private TestNodes() {}

  /** The defaults with some keys of the section {@code miso} changed, one a line as in {@code a.b = c}. */
  public static NodeSettings settings(String changed) {
    return NodeSettings.from(ConfigFactory.parseString("miso {\n" + changed + "\n}")
        .withFallback(ConfigFactory.load())
        .resolve());
  }

  public static NodeId id(long number) {
    return new NodeId(0, number);
  }

  public static PeerIdentity peer(long number) {
    return new PeerIdentity(
        id(number), 1, "node-" + number, new Seed("10.0.0." + number, 5001), 100 << 20);
  }
}
