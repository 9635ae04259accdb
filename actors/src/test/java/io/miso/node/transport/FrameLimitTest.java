package io.miso.node.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.ByteString;
import io.miso.node.SeededCases;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class FrameLimitTest {

  @Test
  void framesUpToTheLimit_pass_howeverTheyAreCut() {
    SeededCases.forAll(getClass(), "framesUpToTheLimit_pass_howeverTheyAreCut", random -> {
      ByteBuffer frames = ByteBuffer.allocate(10_000);
      for (int frame = 0; frame < 20; frame++) {
        frames.put((byte) 0);
        int length = random.nextInt(101);
        frames.putInt(length).position(frames.position() + length);
      }
      ByteString all = ByteString.fromArray(frames.array(), 0, frames.position());
      FrameLimit limit = new FrameLimit(100);
      ByteString passed = ByteString.emptyByteString();
      while (!all.isEmpty()) {
        int cut = 1 + random.nextInt(all.length());
        passed = passed.concat(limit.checked(all.take(cut)));
        all = all.drop(cut);
      }
      assertThat(passed.length()).isEqualTo(frames.position());
    });
  }

  @Test
  void frameThatAnnouncesMore_isAFault_beforeItsBytesCome() {
    FrameLimit limit = new FrameLimit(100);
    limit.checked(ByteString.fromInts(0, 0, 0, 0));

    assertThatThrownBy(() -> limit.checked(ByteString.fromInts(101)))
        .hasMessageContaining("began a frame of 101 bytes, more than the 100");
    assertThatThrownBy(
            () -> new FrameLimit(100).checked(ByteString.fromInts(0, 255, 255, 255, 255)))
        .hasMessageContaining("4294967295 bytes");
  }

  @Test
  void compressedFrame_isAFault() {
    assertThatThrownBy(() -> new FrameLimit(100).checked(ByteString.fromInts(1)))
        .hasMessageContaining("compressed");
  }
}
