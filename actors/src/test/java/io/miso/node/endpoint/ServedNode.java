package io.miso.node.endpoint;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.miso.node.MisoNode;
import io.miso.node.TestNodes;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A node behind a real socket, shared by the tests of one class: a static field with {@code @RegisterExtension}. */
final class ServedNode implements AfterAllCallback {
  static final String GCOUNTERS = "miso.middleware.GCounterService/";
  static final String PNCOUNTERS = "miso.middleware.PNCounterService/";
  static final String SETS = "miso.middleware.SetService/";
  static final String REGISTERS = "miso.middleware.MVRegisterService/";
  static final String FLAGS = "miso.middleware.EWFlagService/";
  static final String OBJECTS = "miso.middleware.StatefulObjectService/";
  static final String FUNCTIONS =
      "miso.overlay.discovery.function.OverlayFunctionDiscoveryService/";
  static final String NODE_SERVICE = "miso.node.v1.NodeService/";

  private final MisoNode node;
  private final WireClient client;
  private final AtomicInteger functions = new AtomicInteger();

  ServedNode() {
    this("");
  }

  /** A node with further settings changed. */
  ServedNode(String changed) {
    node = MisoNode.start(
        TestNodes.settings("grpc.port = 0\ndiscovery.methods = [config]\n" + changed));
    client = WireClient.plain(node);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    client.close();
    node.close();
  }

  MisoNode node() {
    return node;
  }

  byte[] call(String method, Message request) {
    return client.call(method, request.toByteArray());
  }

  byte[] call(String method, byte[] request) {
    return client.call(method, request);
  }

  Status refusal(String method, Message request) {
    return client.refusal(method, request.toByteArray());
  }

  Status refusal(String method, byte[] request) {
    return client.refusal(method, request);
  }

  /** Of a function that no other test uses. */
  WireRequests newFunction() {
    return new WireRequests("function-" + functions.incrementAndGet());
  }
}
