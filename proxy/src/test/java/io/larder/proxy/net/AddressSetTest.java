package io.larder.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressSetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all                        | 10.1.2.3         | true",
        "all                        | 2001:db8::1      | true",
        "none                       | 10.1.2.3         | false",
        "none                       | ::1              | false",
        "10.0.0.0/8                 | 10.255.255.255   | true",
        "10.0.0.0/8                 | 11.0.0.0         | false",
        "10.0.0.0/8                 | 9.255.255.255    | false",
        "10.128.0.0/9               | 10.127.255.255   | false",
        "10.128.0.0/9               | 10.128.0.0       | true",
        "192.0.2.7                  | 192.0.2.7        | true",
        "192.0.2.7                  | 192.0.2.6        | false",
        "192.0.2.6/31               | 192.0.2.7        | true",
        "0.0.0.0/0                  | 203.0.113.9      | true",
        "0.0.0.0/0                  | ::1              | false",
        "0.0.0.0/0                  | ::ffff:10.0.0.1  | true",
        "::ffff:10.0.0.0            | 10.0.0.0         | true",
        "2001:db8::/32              | 2001:db8:ffff::1 | true",
        "2001:db8::/32              | 2001:db9::       | false",
        "2001:db8::/33              | 2001:db8:8000::  | false",
        "::1                        | ::1              | true",
        "10.0.0.0/8, 2001:db8::/32  | 2001:db8::1      | true",
        "10.0.0.0/8, 2001:db8::/32  | 10.0.0.1         | true",
        "10.0.0.0/8, 2001:db8::/32  | 192.0.2.1        | false",
      })
  void aRangeHoldsTheAddressesThatBeginAsItDoes(String ranges, String address, boolean isIn)
      throws UnknownHostException {
    assertThat(AddressSet.parse(ranges).contains(InetAddress.getByName(address))).isEqualTo(isIn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "example.com/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "10.0.0/8",
        "256.0.0.1",
        "2001:db8::/129",
        "2001:db8::1/32",
        "fe80::1%eth0",
        "10.0.0.0/8,",
        "all, 10.0.0.0/8",
        "10"
      })
  void whatIsNoRangeIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> AddressSet.parse(text));
  }

  @Test
  void tooManyAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressSet.parse(String.join(",", Collections.nCopies(257, "::1"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "none", "10.0.0.0/8, 192.0.2.7/32"})
  void itIsWrittenAsItIsRead(String text) {
    assertThat(AddressSet.parse(text)).hasToString(text);
  }
}
