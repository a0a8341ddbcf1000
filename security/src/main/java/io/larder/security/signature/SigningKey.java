package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** What requests of one scope are signed with. Safe for any number of threads. */
final class SigningKey {
  private static final String HMAC = "HmacSHA256";
  private static final byte[] PREFIX = "AWS4".getBytes(UTF_8);

  private final SecretKey key;
  private volatile boolean isProven;

  private SigningKey(SecretKey key) {
    this.key = key;
  }

  static SigningKey of(byte[] secretAccessKey, Scope scope) {
    try {
      Mac mac = mac();
      byte[] derived = Arrays.copyOf(PREFIX, PREFIX.length + secretAccessKey.length);
      System.arraycopy(secretAccessKey, 0, derived, PREFIX.length, secretAccessKey.length);
      for (String part : new String[] {scope.day(), scope.region(), scope.service(), Scope.END}) {
        mac.init(new SecretKeySpec(derived, HMAC));
        derived = mac.doFinal(part.getBytes(UTF_8));
      }
      return new SigningKey(new SecretKeySpec(derived, HMAC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Mac mac() throws GeneralSecurityException {
    return Mac.getInstance(HMAC);
  }

  SecretKey key() {
    return key;
  }

  /** True if somebody has already signed with it: who does so again has its secret, or tries. */
  boolean isProven() {
    return isProven;
  }

  void proven() {
    if (!isProven) {
      isProven = true;
    }
  }
}
