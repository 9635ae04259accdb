package io.miso.node.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.TestNodes;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

final class NoPeerNoticeCoreTest {

  private static NoPeerNotice notice(String methods, String seeds) {
    return NoPeerNotice.of(TestNodes.settings(
            "discovery.methods = [%s]%ndiscovery.seeds = [%s]".formatted(methods, seeds))
        .discovery());
  }

  @Test
  void nodeWithSeeds_isWarnedAboutThem() {
    NoPeerNotice notice = notice("mdns, config", "\"a:1\"");
    assertThat(notice.level()).isEqualTo(Level.WARN);
    assertThat(notice.text()).contains("check MISO_SEEDS", "UDP port 5353");
  }

  @Test
  void nodeWithoutSeeds_isInformed() {
    NoPeerNotice notice = notice("mdns, config", "");
    assertThat(notice.level()).isEqualTo(Level.INFO);
    assertThat(notice.text()).contains("after 10 s", "set MISO_SEEDS", "UDP port 5353");
  }

  @Test
  void nodeWithoutMdns_isNotAdvisedToUseIt() {
    assertThat(notice("config", "").text()).contains("set MISO_SEEDS").doesNotContain("mDNS");
    assertThat(notice("config", "\"a:1\"").text()).doesNotContain("mDNS");
  }

  @Test
  void nodeThatLooksElsewhere_isToldWhatItLooksFor() {
    assertThat(notice("mdns, akka-dns", "").text())
        .contains("check what akka-dns knows of 'miso-node'", "MISO_DISCOVERY_SERVICE_NAME");
  }

  @Test
  void nodeThatIgnoresSeeds_isToldWhatElseItTakes() {
    NoPeerNotice notice = notice("mdns", "\"a:1\"");
    assertThat(notice.level()).isEqualTo(Level.INFO);
    assertThat(notice.text()).contains("add config to MISO_OVERLAY_DISCOVERY_NODE_TYPE");
  }
}
