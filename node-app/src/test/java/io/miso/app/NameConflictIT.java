package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.miso.sdk.Miso;
import io.miso.sdk.MisoException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that replicate on {@code sync} alone: the interval is an hour, so that what is meant to be concurrent is. */
final class NameConflictIT {
  @TempDir
  private Path directory;

  @Test
  void twoTypesUnderOneName_theLowerTypeNumberAnswersOnBothNodes() {
    try (DaemonCluster cluster = DaemonCluster.start(
            2, directory, Map.of("MISO_MIDDLEWARE_REPLICATION_DELAY_MS", "3600000"));
        Miso here = cluster.daemon(0).open("conflict");
        Miso there = cluster.daemon(1).open("conflict")) {
      List<Miso> both = List.of(here, there);
      DaemonCluster.acquaint(both);
      // From here on neither asks the other about the name.
      both.forEach(miso -> miso.statefulObject().getPNCounter("both").getValue());

      here.statefulObject().getPNCounter("both").add(1);
      there.statefulObject().getORSet("both").add("x");
      both.forEach(miso -> DaemonCluster.sync(miso, 1));

      for (Miso miso : both) {
        assertThat(miso.statefulObject().getORSet("both").getValue()).containsExactly("x");
        assertThatExceptionOfType(MisoException.WrongType.class)
            .isThrownBy(() -> miso.statefulObject().getPNCounter("both").add(1))
            .withMessageContainingAll("both", "ORSet", "PNCounter");
        assertThatExceptionOfType(MisoException.WrongType.class)
            .isThrownBy(() -> miso.statefulObject().getPNCounter("both").getValue());
      }
    }
  }
}
