package io.miso.node.transport;

import static org.assertj.core.api.Assertions.assertThatCode;

import akka.stream.javadsl.Sink;
import io.miso.node.ActorTestKitExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sending half of a stream. */
final class FrameQueueTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  @Test
  void streamThatTheOtherSideEnded_isClosedWithoutAnError() throws Exception {
    FrameQueue queue = new FrameQueue(KIT.system(), "a peer", 1_000);
    queue
        .frames()
        .watchTermination((none, ended) -> ended)
        .to(Sink.cancelled())
        .run(KIT.system())
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);

    assertThatCode(queue::close).doesNotThrowAnyException();
    assertThatCode(queue::close).doesNotThrowAnyException();
  }
}
