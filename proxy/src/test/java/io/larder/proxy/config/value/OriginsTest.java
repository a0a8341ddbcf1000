package io.larder.proxy.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost:3000",
        "https://localhost:8443",
        "http://app.localhost:5173",
        "http://127.0.0.1:3000",
        "http://127.1.2.3",
        "http://[::1]:3000",
        "HTTP://LOCALHOST"
      })
  void pagesOfThisMachineAreLoopback(String origin) {
    assertThat(Origins.parse("loopback").allow(origin)).isTrue();
    assertThat(Origins.parse("none").allow(origin)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "https://example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://notlocalhost",
        "http://example.com:3000/localhost",
        "http://localhost@example.com",
        "http://example.com?http://localhost",
        "http://128.0.0.1",
        "http://0.0.0.0:3000",
        "http://192.168.0.1",
        "http://[::2]",
        "file://localhost",
        "http://localhost:3000, https://example.com",
        "http://localhost:3000x"
      })
  void noOthersAre(String origin) {
    assertThat(Origins.parse("loopback").allow(origin)).isFalse();
    assertThat(Origins.parse("*").allow(origin)).isTrue();
  }

  @Test
  void originsCanBeNamed() {
    var origins = Origins.parse(" https://App.example.com:8443,null , loopback");

    assertThat(origins.allow("https://app.example.com:8443")).isTrue();
    assertThat(origins.allow("null")).isTrue();
    assertThat(origins.allow("http://localhost")).isTrue();
    assertThat(origins.allow("https://app.example.com")).isFalse();
    assertThat(origins.allow("http://app.example.com:8443")).isFalse();
    assertThat(Origins.parse(origins.toString())).isEqualTo(origins);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "example.com",
        "https://",
        "https://example.com/",
        "loopback, none",
        "x y"
      })
  void whatIsNoOriginIsAFault(String text) {
    assertThatThrownBy(() -> Origins.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("not '" + text + "'");
  }

  @Test
  void aLongOriginIsJudged() {
    assertThat(Origins.parse("loopback").allow("http://" + "a.".repeat(100_000) + "localhost"))
        .isTrue();
  }
}
