package io.miso.bench.unary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class H2loadTest {
  private static final String OUTPUT = """
      starting benchmark...
      spawning thread #0: 10 total client(s). 100000 total requests
      progress: 100% done

      finished in 2.07s, 48309.51 req/s, 2.63MB/s
      requests: 100000 total, 100000 started, 100000 done, 99999 succeeded, 1 failed, 0 errored, 0 timeout
      status codes: 99999 2xx, 0 3xx, 1 4xx, 0 5xx
      traffic: 5.44MB (5701430) total, 684.04KB (700460) headers (space savings 92.86%), 2.00MB (2100000) data
                           min         max         mean         sd        +/- sd
      time for request:      121us     35.90ms      2.06ms      1.11ms    88.61%
      """;

  @Test
  void aRunIsReadFromWhatH2loadPrints() {
    assertThat(H2load.Run.parse(OUTPUT)).isEqualTo(new H2load.Run(48_309.51, 99_999, 2_100_000));
  }

  @Test
  void otherOutputIsAnErrorThatShowsIt() {
    assertThatThrownBy(() -> H2load.Run.parse("could not connect"))
        .hasMessageContaining("could not connect");
  }

  @Test
  void theMedianOfAnEvenNumberIsTheMiddleOfTheTwoInTheMiddle() {
    assertThat(Measurement.median(4, 1, 3, 2)).isEqualTo(2.5);
    assertThat(Measurement.median(9, 1, 3)).isEqualTo(3);
  }

  @Test
  void theBodyIsAGrpcFrame() {
    byte[] body = CounterClient.body();
    assertThat(body[0]).isZero();
    assertThat(body[4]).isEqualTo((byte) (body.length - 5));
  }
}
