package io.miso.sdk.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  @Test
  void reasonOfNoConnection_isSaidInPlainWords() {
    assertThat(reason(new IOException(new ConnectException("Connection refused: /127.0.0.1:1"))))
        .isEqualTo("the connection was refused: nothing listens there");
    assertThat(reason(new RuntimeException(new UnknownHostException("nowhere"))))
        .isEqualTo("the name does not resolve");
    assertThat(reason(new ConnectException("timed out after 5000 ms"))).contains("timed out");
    assertThat(Failures.reason(Status.UNAVAILABLE.withDescription("goaway"))).isEqualTo("goaway");
  }

  private static String reason(Throwable cause) {
    return Failures.reason(Status.UNAVAILABLE.withCause(cause));
  }
}
