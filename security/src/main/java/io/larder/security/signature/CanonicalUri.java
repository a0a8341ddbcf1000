package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The path and the query string of a request, as the canonical request has them. */
final class CanonicalUri {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private CanonicalUri() {}

  /**
   * A parameter of a query string.
   *
   * @param name and value are decoded: each character is a byte
   */
  record Parameter(String name, String value) {
    private String encodedName() {
      return encode(name, false);
    }

    private String encodedValue() {
      return encode(value, false);
    }
  }

  /** The parameters of a query string, in their order. */
  static List<Parameter> parameters(String query) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> !pair.isEmpty())
        .map(CanonicalUri::parameter)
        .toList();
  }

  private static Parameter parameter(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0
        ? new Parameter(decode(pair), "")
        : new Parameter(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
  }

  static String query(List<Parameter> parameters) {
    return parameters.stream()
        .sorted(Comparator.comparing(Parameter::encodedName).thenComparing(Parameter::encodedValue))
        .map(parameter -> parameter.encodedName() + "=" + parameter.encodedValue())
        .collect(Collectors.joining("&"));
  }

  /** A path as it was sent, which is encoded once more. */
  static String path(String sent) {
    return encode(sent, true);
  }

  private static String encode(String text, boolean isPath) {
    var encoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnreserved(c) || (isPath && c == '/')) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.toHexDigits((byte) c));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%'
          && i + 2 < text.length()
          && HexFormat.isHexDigit(text.charAt(i + 1))
          && HexFormat.isHexDigit(text.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toString(ISO_8859_1);
  }
}
