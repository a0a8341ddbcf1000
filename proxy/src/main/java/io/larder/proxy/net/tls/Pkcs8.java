package io.larder.proxy.net.tls;

import java.util.Arrays;

/**
 * Puts private keys of the older forms into that of PKCS #8 (RFC 5208), the only one that the JDK
 * reads: version, algorithm, and the older form as it is.
 */
final class Pkcs8 {
  /** The tag of the curve of a key of SEC 1. */
  private static final int PARAMETERS = 0xa0;

  private static final byte[] VERSION = {Der.INTEGER, 1, 0};

  /** 1.2.840.113549.1.1.1 and no parameters. */
  private static final byte[] RSA = {
    0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0
  };

  /** 1.2.840.10045.2.1; its parameters are the curve. */
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private Pkcs8() {}

  /** Of an RSA key as PKCS #1 has it (RFC 8017, A.1.2). */
  static byte[] ofPkcs1(byte[] key) {
    return of(key, RSA);
  }

  /**
   * Of an EC key as SEC 1 has it (RFC 5915).
   *
   * @throws IllegalArgumentException if it does not name its curve
   * @throws IndexOutOfBoundsException if it ends too early
   */
  static byte[] ofSec1(byte[] key) {
    return of(key, EC, curve(key));
  }

  private static byte[] of(byte[] key, byte[]... algorithm) {
    return Der.element(
        Der.SEQUENCE,
        VERSION,
        Der.element(Der.SEQUENCE, algorithm),
        Der.element(Der.OCTET_STRING, key));
  }

  /** The name of the curve, an element of its own. */
  private static byte[] curve(byte[] key) {
    for (int at = Der.contentAt(key, 0); at < key.length; at = Der.endOf(key, at)) {
      if (Der.tag(key, at) == PARAMETERS) {
        return Arrays.copyOfRange(key, Der.contentAt(key, at), Der.endOf(key, at));
      }
    }
    throw new IllegalArgumentException("a key without its curve");
  }
}
