package io.miso.app.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.miso.app.failure.UserFailure;
import io.miso.sdk.MisoException;
import io.miso.sdk.StatefulObject;
import io.miso.sdk.SyncResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one instance of the function over HTTP, as the watchdog of OpenFaaS does in its mode http. */
final class FunctionServer {
  private static final int THREADS = 8;
  private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(10);

  private final AllReduceFunction function;
  private final StatefulObject object;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

  private FunctionServer(StatefulObject object, HttpServer server) {
    this.function = new AllReduceFunction(object);
    this.object = object;
    this.server = server;
  }

  /** Serves on a free port of the loopback address. */
  static FunctionServer start(StatefulObject object) {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      FunctionServer functionServer = new FunctionServer(object, HttpServer.create(any, 0));
      functionServer.serve();
      return functionServer;
    } catch (IOException e) {
      throw new UserFailure(
          "the function cannot open a port on the loopback address: " + e.getMessage(), e);
    }
  }

  /** {@code host:port} as bound. */
  String address() {
    return server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  void stop() {
    server.stop(0);
    executor.shutdown();
  }

  private void serve() {
    server.setExecutor(executor);
    server.createContext(AllReduce.PATH, exchange -> answer(exchange, this::invoke));
    server.createContext(AllReduce.SYNC_PATH, exchange -> answer(exchange, this::sync));
    server.start();
  }

  private interface Handler {
    String handle(HttpExchange exchange) throws IOException;
  }

  private String invoke(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      BufferedReader body = new BufferedReader(
          new InputStreamReader(exchange.getRequestBody(), StandardCharsets.UTF_8));
      return Long.toString(function.reduce(Numbers.read(body, "request body")));
    }
    return Long.toString(function.result());
  }

  private String sync(HttpExchange exchange) {
    SyncResult result = object.sync(SYNC_TIMEOUT);
    if (!result.complete()) {
      throw new UserFailure("no answer from " + result.missing() + result.unreachable());
    }
    return Integer.toString(result.acknowledged().size());
  }

  private static void answer(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      int status = 200;
      String text;
      try {
        text = handler.handle(exchange);
      } catch (UserFailure e) {
        status = 400;
        text = String.valueOf(e.getMessage());
      } catch (MisoException | ArithmeticException e) {
        status = 500;
        text = e.getClass().getSimpleName() + ": " + e.getMessage();
      }
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
