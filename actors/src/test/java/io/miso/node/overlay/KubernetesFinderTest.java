package io.miso.node.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The method {@code kubernetes-api} in a process of its own, against a server over TLS that answers as the API does. */
final class KubernetesFinderTest {
  private static final String PASSWORD = "password";
  private static final String PODS = """
      {"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": [
        {"metadata": {"name": "a"},
         "spec": {"containers": [{"name": "node", "ports": [
           {"name": "grpc", "containerPort": 5001, "protocol": "TCP"},
           {"name": "management", "containerPort": 8558, "protocol": "TCP"}]}]},
         "status": {"phase": "Running", "podIP": "10.1.0.1"}},
        {"metadata": {"name": "b"},
         "spec": {"containers": [{"name": "node", "ports": [
           {"name": "grpc", "containerPort": 6001, "protocol": "TCP"}]}]},
         "status": {"phase": "Running", "podIP": "10.1.0.2"}},
        {"metadata": {"name": "leaving", "deletionTimestamp": "2026-01-01T00:00:00Z"},
         "spec": {"containers": [{"name": "node", "ports": [
           {"name": "grpc", "containerPort": 5001, "protocol": "TCP"}]}]},
         "status": {"phase": "Running", "podIP": "10.1.0.3"}},
        {"metadata": {"name": "no address yet"},
         "spec": {"containers": [{"name": "node"}]},
         "status": {"phase": "Pending"}}]}
      """;

  @TempDir
  Path directory;

  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    Path store = directory.resolve("key.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "api",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost",
        "-validity",
        "2",
        "-keystore",
        store.toString(),
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD);
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "api",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD,
        "-file",
        directory.resolve("ca.crt").toString());
    Files.writeString(directory.resolve("token"), "the-token");
    Files.writeString(directory.resolve("namespace"), "edge");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void
      podsOfTheService_areFoundAtTheNamedPort_orAtThatOfThisNode_withoutThoseThatLeaveOrHaveNoAddress()
          throws Exception {
    assertThat(probe(
            "discovery.service { name = miso-node, port-name = grpc }",
            "discovery.service.name = miso-node"))
        .containsSubsequence(
            KubernetesProbe.FOUND + "[10.1.0.1:5001, 10.1.0.2:6001]",
            KubernetesProbe.FOUND + "[10.1.0.1:5001, 10.1.0.2:5001]");

    assertThat(asked.poll())
        .isEqualTo("/api/v1/namespaces/edge/pods?labelSelector=app.kubernetes.io/name%3Dmiso-node"
            + " Bearer the-token");
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body = PODS.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private String probe(String... settings) throws Exception {
    String kubernetes = "-Dakka.discovery.kubernetes-api.";
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        kubernetes + "api-ca-path=" + directory.resolve("ca.crt"),
        kubernetes + "api-token-path=" + directory.resolve("token"),
        kubernetes + "pod-namespace-path=" + directory.resolve("namespace"),
        "-cp",
        System.getProperty("java.class.path"),
        KubernetesProbe.class.getName()));
    command.addAll(List.of(settings));
    Path output = directory.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder
        .environment()
        .putAll(Map.of(
            "KUBERNETES_SERVICE_HOST",
            "localhost",
            "KUBERNETES_SERVICE_PORT",
            "" + server.getAddress().getPort()));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the probe ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
