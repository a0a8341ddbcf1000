package io.larder.proxy.net.tls;

import java.io.ByteArrayOutputStream;

/** Elements of DER (X.690) as far as keys need them: tags of one byte. */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int SEQUENCE = 0x30;

  private static final int LONG_LENGTH = 0x80;
  private static final int BYTE = 0xff;

  private Der() {}

  /** The element of those parts. */
  static byte[] element(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var element = new ByteArrayOutputStream();
    element.write(tag);
    writeLength(content.size(), element);
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }

  private static void writeLength(int length, ByteArrayOutputStream out) {
    if (length < LONG_LENGTH) {
      out.write(length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
      out.write(LONG_LENGTH | bytes);
      for (int shift = Byte.SIZE * (bytes - 1); shift >= 0; shift -= Byte.SIZE) {
        out.write(length >>> shift);
      }
    }
  }

  /** The tag of the element that begins at {@code at}. */
  static int tag(byte[] der, int at) {
    return der[at] & BYTE;
  }

  /**
   * Where its content begins.
   *
   * @throws IndexOutOfBoundsException if {@code der} ends before
   */
  static int contentAt(byte[] der, int at) {
    int first = der[at + 1] & BYTE;
    return at + 2 + (first < LONG_LENGTH ? 0 : first - LONG_LENGTH);
  }

  /**
   * Where it ends.
   *
   * @throws IndexOutOfBoundsException if {@code der} ends before
   */
  static int endOf(byte[] der, int at) {
    int content = contentAt(der, at);
    long length = content == at + 2 ? der[at + 1] : 0;
    for (int i = at + 2; i < content; i++) {
      length = (length << Byte.SIZE) | (der[i] & BYTE);
      if (length > der.length) {
        throw new IndexOutOfBoundsException("an element of " + length + " bytes");
      }
    }
    if (length > der.length - content) {
      throw new IndexOutOfBoundsException("an element of " + length + " bytes");
    }
    return content + (int) length;
  }
}
