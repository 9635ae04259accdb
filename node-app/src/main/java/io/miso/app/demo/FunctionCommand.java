package io.miso.app.demo;

import io.miso.app.daemon.Daemon;
import io.miso.app.failure.UserFailure;
import io.miso.app.process.Exit;
import io.miso.app.process.Supervision;
import io.miso.node.MisoNode;
import io.miso.sdk.Miso;
import io.miso.sdk.MisoException;
import io.miso.sdk.StatefulObject;
import io.miso.sdk.embedded.EmbeddedMiso;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One function process of the demo; started by it. */
@Command(
    name = "demo-function",
    hidden = true,
    description = "Serve one instance of the demo's function.")
public final class FunctionCommand implements Callable<Integer> {
  @Option(names = "--supervised", required = true, paramLabel = "BASE")
  private Path supervised = Path.of("");

  @Option(names = "--embedded", description = "Be a node rather than use a daemon.")
  private boolean embedded;

  @Override
  public Integer call() throws InterruptedException {
    Exit.cleanlyOnSignal();
    Supervision supervision = Supervision.watchParent(supervised);
    Map<String, String> addresses = new HashMap<>();
    try {
      StatefulObject object = connect(addresses).statefulObject();
      object.registerServerlessFunction();
      FunctionServer server = FunctionServer.start(object);
      Exit.onExit(server::stop);
      addresses.put(AllReduce.HTTP, server.address());
      supervision.ready(addresses);
    } catch (MisoException e) {
      throw UserFailure.from(e);
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private Miso connect(Map<String, String> addresses) {
    Miso miso = embedded ? embed(addresses) : Miso.connect();
    Exit.onExit(miso::close);
    return miso;
  }

  private static Miso embed(Map<String, String> addresses) {
    MisoNode node = Daemon.startEmbedded(System.getenv());
    addresses.put(AllReduce.GRPC, node.host() + ":" + node.port());
    return EmbeddedMiso.of(node, AllReduce.FUNCTION);
  }
}
