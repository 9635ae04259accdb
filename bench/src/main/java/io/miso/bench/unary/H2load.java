package io.miso.bench.unary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nghttp2's load generator, with ten connections of ten streams each. */
final class H2load {
  private static final Pattern RATE = Pattern.compile("finished in \\S+, ([0-9.]+) req/s");
  private static final Pattern SUCCEEDED = Pattern.compile("requests: .* ([0-9]+) succeeded,");
  private static final Pattern STATUS = Pattern.compile("status codes: ([0-9]+) 2xx");
  private static final Pattern DATA = Pattern.compile("\\(([0-9]+)\\) data");

  /**
   * What one run reports.
   *
   * @param succeeded requests that got an HTTP status 2xx, whatever their gRPC status
   * @param dataBytes bytes of the bodies: gRPC frames without the bytes of HTTP/2
   */
  record Run(double requestsPerSecond, long succeeded, long dataBytes) {
    static Run parse(String output) {
      return new Run(
          Double.parseDouble(find(RATE, output)),
          Math.min(Long.parseLong(find(SUCCEEDED, output)), Long.parseLong(find(STATUS, output))),
          Long.parseLong(find(DATA, output)));
    }

    private static String find(Pattern pattern, String output) {
      Matcher matcher = pattern.matcher(output);
      if (!matcher.find()) {
        throw new IllegalArgumentException("h2load said something unexpected:\n" + output);
      }
      return matcher.group(1);
    }
  }

  private final Path body;

  /**
   * @param body the file that every request sends
   */
  H2load(Path body) {
    this.body = body;
  }

  Run run(int port, String path, long requests) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(port, path, requests))
        .redirectErrorStream(true)
        .start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("h2load failed:\n" + output);
      }
      return Run.parse(output);
    } finally {
      process.destroy();
    }
  }

  private List<String> command(int port, String path, long requests) {
    return List.of(
        "h2load",
        "-c",
        "10",
        "-m",
        "10",
        "-n",
        Long.toString(requests),
        "-H",
        "content-type: application/grpc",
        "-H",
        "te: trailers",
        "-d",
        body.toString(),
        String.format(Locale.ROOT, "http://127.0.0.1:%d/%s", port, path));
  }
}
