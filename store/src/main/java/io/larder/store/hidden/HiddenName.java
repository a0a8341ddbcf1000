package io.larder.store.hidden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.protocol.wire.RenderedJson;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a table that clients are not to know, and where it is meant. */
final class HiddenName {
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

  private final String name;
  private final Pattern mention;

  HiddenName(String name) {
    this.name = name;
    // As a whole: what a name may consist of does not stand beside it.
    this.mention =
        Pattern.compile("(?<![A-Za-z0-9_.$-])" + Pattern.quote(name) + "(?![A-Za-z0-9_.$-])");
  }

  String text() {
    return name;
  }

  /** True if that is the table's name, or an ARN of it or of what belongs to it. */
  boolean is(String nameOrArn) {
    if (!nameOrArn.startsWith("arn:")) {
      return nameOrArn.equals(name);
    }
    int slash = nameOrArn.indexOf('/');
    return slash >= 0
        && nameOrArn.startsWith(name, slash + 1)
        && (nameOrArn.length() == slash + 1 + name.length()
            || nameOrArn.charAt(slash + 1 + name.length()) == '/');
  }

  /**
   * True if the table may be meant anywhere in a body, whatever parser will read it: escapes are
   * resolved, and the zeros of wider encodings left out. In doubt it is.
   */
  boolean isIn(RenderedJson body) {
    byte[] bytes = new byte[body.jsonLength()];
    body.copyJsonTo(bytes, 0);
    return isIn(bytes);
  }

  boolean isIn(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    if (text.indexOf('\0') >= 0) {
      text = text.replace("\0", "");
    }
    if (text.contains("\\u")) {
      text =
          ESCAPE
              .matcher(text)
              .replaceAll(
                  escape ->
                      Matcher.quoteReplacement(
                          String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }
    return mention.matcher(text).find();
  }
}
