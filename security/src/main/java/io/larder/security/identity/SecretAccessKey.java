package io.larder.security.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/** The secret of an access key, which nothing prints. */
public final class SecretAccessKey {
  private final byte[] text;

  private SecretAccessKey(byte[] text) {
    this.text = text;
  }

  public static SecretAccessKey of(String text) {
    return new SecretAccessKey(text.getBytes(UTF_8));
  }

  /** What the key of a signature is made from; a copy. */
  public byte[] toByteArray() {
    return text.clone();
  }

  /** The secret as text, for who may see it: the one who has just made it. */
  public String reveal() {
    return new String(text, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretAccessKey that && MessageDigest.isEqual(text, that.text);
  }

  /** The same for all: a hash would tell something of the secret. */
  @Override
  public int hashCode() {
    return SecretAccessKey.class.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
