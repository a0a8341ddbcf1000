package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.HeaderFields;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** The names of the headers that a signature covers, in their order. */
final class SignedNames {
  /** Of each name all headers are gone through. */
  private static final int MAX_NAMES = 100;

  private final byte[] line;
  private final List<byte[]> names;

  private SignedNames(byte[] line, List<byte[]> names) {
    this.line = line;
    this.names = names;
  }

  /**
   * The names in a list.
   *
   * @throws ServiceException InvalidSignature, if it has one twice, or so many that nobody means it
   */
  static SignedNames parse(String list) {
    String line = list.toLowerCase(Locale.ROOT);
    String[] names = line.split(";", -1);
    if (names.length > MAX_NAMES || new HashSet<>(Arrays.asList(names)).size() < names.length) {
      throw new ServiceException(
          new ServiceError.InvalidSignature(
              "SignedHeaders must name each header once, and at most " + MAX_NAMES + " headers."));
    }
    return new SignedNames(
        line.getBytes(ISO_8859_1),
        Arrays.stream(names).map(name -> name.getBytes(ISO_8859_1)).toList());
  }

  boolean contain(byte[] name) {
    return names.stream().anyMatch(each -> Arrays.equals(each, name));
  }

  /** Writes these headers and their names, as the canonical request has them. */
  void write(HeaderFields fields, Workbench out) {
    for (byte[] name : names) {
      out.add(name);
      byte separator = ':';
      int field = fields.next(name, 0);
      if (field < 0) {
        out.add(separator);
      }
      while (field >= 0) {
        out.add(separator);
        out.addValue(fields.bytes(), fields.valueStart(field), fields.valueEnd(field));
        separator = ',';
        field = fields.next(name, field + 1);
      }
      out.add((byte) '\n');
    }
    out.add((byte) '\n');
    out.add(line);
    out.add((byte) '\n');
  }
}
