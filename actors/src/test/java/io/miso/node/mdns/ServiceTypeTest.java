package io.miso.node.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTypeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "miso-middleware-instance.local",
        "miso-middleware-instance.local.",
        " miso-middleware-instance ",
        "_miso-middleware-instance._tcp.local",
        "_miso-middleware-instance._tcp.local.",
        "_miso-middleware-instance._tcp"
      })
  void everyWayToWriteTheName_meansOneType(String name) {
    assertThat(ServiceType.of(name).qualified()).isEqualTo("_miso-middleware-instance._tcp.local.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".local",
        "a.b.local",
        "_a._udp.local",
        "-a.local",
        "a b.local",
        "_.local",
        "x23456789012345678901234567890123456789012345678901234567890123.local"
      })
  void whatIsNoLabel_isRefusedByName(String name) {
    assertThatThrownBy(() -> ServiceType.of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }
}
