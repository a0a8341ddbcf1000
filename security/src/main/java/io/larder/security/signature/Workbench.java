package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.security.auth.SignedRequest;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * What one thread computes signatures with: getting these from the providers for each request would
 * cost as much as the signature. What an enormous head has blown up is not kept.
 */
final class Workbench {
  static final int HASH_LENGTH = 32;
  private static final int CAPACITY = 4 * 1024;
  private static final int MAX_KEPT = 64 * 1024;
  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

  /** What each byte is as a digit; negative if it is none. */
  private static final byte[] DIGITS = new byte[256];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (byte digit = 0; digit < HEX.length; digit++) {
      DIGITS[HEX[digit]] = digit;
    }
  }

  // A loop's own object would have to be handed through the proxy, which knows nothing of digests.
  private static final ThreadLocal<Workbench> OF_THREAD = ThreadLocal.withInitial(Workbench::new);

  private final MessageDigest digest;
  private final Mac mac;
  private final byte[] hash = new byte[HASH_LENGTH];
  private final byte[] signature = new byte[HASH_LENGTH];
  private final RecentClaims recent = new RecentClaims();
  private byte[] text = new byte[CAPACITY];
  private int length;
  private @Nullable SigningKey key;

  private Workbench() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
      mac = SigningKey.mac();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of this thread, with nothing on it. */
  static Workbench clean() {
    Workbench bench = OF_THREAD.get();
    bench.clear();
    // What threw in the midst of a body has left some of it.
    bench.digest.reset();
    return bench;
  }

  /** What was verified here of late. */
  RecentClaims recent() {
    return recent;
  }

  private void clear() {
    length = 0;
    if (text.length > MAX_KEPT) {
      text = new byte[CAPACITY];
    }
  }

  byte[] text() {
    return text;
  }

  int length() {
    return length;
  }

  /** Makes the text that long, which it was before. */
  void cut(int to) {
    length = to;
  }

  void add(byte b) {
    reserve(1);
    text[length++] = b;
  }

  void add(byte[] bytes) {
    add(bytes, 0, bytes.length);
  }

  void add(byte[] bytes, int start, int end) {
    int more = end - start;
    reserve(more);
    System.arraycopy(bytes, start, text, length, more);
    length += more;
  }

  /** Adds a value with each run of blanks as one. */
  void addValue(byte[] bytes, int start, int end) {
    reserve(end - start);
    boolean isAfterBlank = false;
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      boolean isBlank = b == ' ' || b == '\t';
      if (!isBlank) {
        text[length++] = b;
      } else if (!isAfterBlank) {
        text[length++] = ' ';
      }
      isAfterBlank = isBlank;
    }
  }

  private void reserve(int more) {
    if (text.length - length < more) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, length + more));
    }
  }

  /** Adds the hash of the body in hexadecimal digits. */
  void addHashOfBody(SignedRequest request) {
    request.digestBody(digest);
    addHash();
  }

  /** Replaces the text from {@code from} on by its hash in hexadecimal digits. */
  void hash(int from) {
    digest.update(text, from, length - from);
    length = from;
    addHash();
  }

  private void addHash() {
    try {
      digest.digest(hash, 0, HASH_LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    reserve(2 * HASH_LENGTH);
    for (byte b : hash) {
      text[length++] = HEX[b >> 4 & 0xF];
      text[length++] = HEX[b & 0xF];
    }
  }

  /**
   * The signature whose lower-case hexadecimal digits end at {@code end}; null if they are none.
   * Good until the next is read.
   */
  byte @Nullable [] signature(byte[] bytes, int end) {
    int at = end - 2 * HASH_LENGTH;
    int all = 0;
    for (int i = 0; i < HASH_LENGTH; i++) {
      int high = DIGITS[bytes[at++] & 0xFF];
      int low = DIGITS[bytes[at++] & 0xFF];
      all |= high | low;
      signature[i] = (byte) (high << 4 | low);
    }
    return all < 0 ? null : signature;
  }

  /** True if {@code signature} is what {@code with} signs the text from {@code from} on with. */
  boolean isSigned(SigningKey with, int from, byte[] signature) {
    try {
      if (key != with) {
        key = null;
        mac.init(with.key());
        key = with;
      }
      mac.update(text, from, length - from);
      mac.doFinal(hash, 0);
    } catch (InvalidKeyException | ShortBufferException e) {
      throw new IllegalStateException(e);
    }
    return MessageDigest.isEqual(hash, signature);
  }
}
