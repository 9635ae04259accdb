package io.miso.node.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "255.255.255.255", "0.0.0.0", "2001:db8:0:0:0:0:0:1"})
  void addresses_surviveFormatAndParse(String text) {
    assertThat(IpLiteral.parse(text).map(IpLiteral::format)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0",
        "256.0.0.1",
        "10.0.0.1.5",
        "dead:beef",
        "a.b:c",
        "fe80::1%eth0",
        "1"
      })
  void everythingElse_isNothing(String text) {
    assertThat(IpLiteral.parse(text)).isEmpty();
  }
}
