package io.miso.bench.unary;

import com.typesafe.config.ConfigFactory;
import io.miso.node.MisoNode;
import io.miso.node.settings.NodeSettings;
import java.io.IOException;

/** A measured server in a JVM of its own: prints its port, serves until its standard input ends. */
public final class UnaryServer {
  /** What it prints before its port. */
  static final String LISTENING = "listening on port ";

  private static final String NODE_SETTINGS = """
      miso.node-name = bench
      miso.grpc.host = "127.0.0.1"
      miso.grpc.port = 0
      miso.discovery.methods = []
      """;

  private UnaryServer() {}

  /** Takes one argument: {@code bare}, {@code actor} or {@code node}. */
  public static void main(String[] args) throws IOException {
    Mode mode = Mode.of(args[0]);
    if (mode == Mode.NODE) {
      NodeSettings settings = NodeSettings.from(
          ConfigFactory.parseString(NODE_SETTINGS).withFallback(ConfigFactory.load()));
      try (MisoNode node = MisoNode.start(settings)) {
        serve(node.port());
      }
    } else {
      try (ReferenceServer server = ReferenceServer.start(mode)) {
        serve(server.port());
      }
    }
  }

  private static void serve(int port) throws IOException {
    System.out.println(LISTENING + port);
    // The other end is held by whoever started this; it ends with them, however they end.
    while (System.in.read() >= 0) {}
  }
}
