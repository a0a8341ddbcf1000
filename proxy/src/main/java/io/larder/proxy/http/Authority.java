package io.larder.proxy.http;

import java.util.regex.Pattern;

/** Where a request is meant to go, as Host and absolute targets name it: a host, maybe a port. */
final class Authority {
  private static final int LONGEST = 255 + ":65535".length();
  private static final int HIGHEST_PORT = 65_535;

  /** RFC 3986, 3.2.2, without addresses of versions to come. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[[0-9A-Fa-f:.]{2,45}]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}){1,255})"
              + "(?::([0-9]{0,5}))?");

  private Authority() {}

  /** True if {@code text} names a host. One without a name is none (RFC 9110, 4.2.1). */
  static boolean isValid(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    String port = matcher.group(1);
    return port == null || port.isEmpty() || Integer.parseInt(port) <= HIGHEST_PORT;
  }
}
