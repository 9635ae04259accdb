package io.miso.app.demo;

import io.miso.app.failure.UserFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls one instance of the function over HTTP. */
final class FunctionClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final String name;
  private final String address;

  /**
   * @param name of the instance in messages
   * @param address {@code host:port}
   */
  FunctionClient(HttpClient http, String name, String address) {
    this.http = http;
    this.name = name;
    this.address = address;
  }

  static HttpClient newHttpClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(TIMEOUT)
        .build();
  }

  String name() {
    return name;
  }

  /** Has a chunk summed and added; answers its sum. */
  long reduce(long[] numbers) {
    return call(AllReduce.PATH, "POST", BodyPublishers.ofString(Numbers.text(numbers)));
  }

  /** The total on the instance's node. */
  long result() {
    return call(AllReduce.PATH, "GET", BodyPublishers.noBody());
  }

  /** Waits until all nodes that run the function have what this one has; answers how many others those are. */
  long sync() {
    return call(AllReduce.SYNC_PATH, "POST", BodyPublishers.noBody());
  }

  private long call(String path, String method, BodyPublisher body) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
        .timeout(TIMEOUT)
        .method(method, body)
        .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new UserFailure(name + " answered " + method + " " + path + " with "
            + response.statusCode() + ": " + response.body());
      }
      return Long.parseLong(response.body());
    } catch (IOException e) {
      throw new UserFailure(name + " did not answer " + method + " " + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserFailure("interrupted while " + name + " was asked", e);
    }
  }
}
