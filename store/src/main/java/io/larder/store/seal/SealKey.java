package io.larder.store.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that seals messages by XAES-256-GCM: AES-256-GCM under a key that is derived, by AES, from
 * this one and the first half of a nonce of 24 bytes; the second half is the nonce of GCM. With so
 * long a nonce random ones do not wear out: plain GCM allows 2³² messages a key, which a busy store
 * writes in a day. Immutable.
 *
 * @see <a href="https://c2sp.org/XAES-256-GCM">C2SP, XAES-256-GCM</a>
 */
public final class SealKey {
  /** Bytes of a key. */
  public static final int BYTES = 32;

  /** Bytes of a nonce. */
  public static final int NONCE = 24;

  /** Bytes of the nonce from which the key of GCM is derived. */
  public static final int DERIVING = 12;

  /** Bytes that a sealed message is longer than the clear one, without its nonce. */
  public static final int TAG = 16;

  private static final int BLOCK = 16;
  private static final int REDUCTION = 0x87;

  private final SecretKeySpec key;
  private final byte[] mask;

  /**
   * Takes a copy of the bytes.
   *
   * @throws IllegalArgumentException if they are not {@link #BYTES}
   */
  public SealKey(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("A key has " + BYTES + " bytes, not " + bytes.length);
    }
    this.key = new SecretKeySpec(bytes, "AES");
    this.mask = doubled(encrypt(new byte[BLOCK]));
  }

  /** A copy of the key's bytes, to be wrapped by another. */
  public byte[] bytes() {
    return key.getEncoded();
  }

  private byte[] encrypt(byte[] blocks) {
    try {
      Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, key);
      return aes.doFinal(blocks);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java without AES", e);
    }
  }

  /** The first subkey of CMAC (RFC 4493, 2.3). */
  private static byte[] doubled(byte[] block) {
    byte[] result = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      int next = i + 1 < BLOCK ? (block[i + 1] & 0xff) >>> 7 : 0;
      result[i] = (byte) ((block[i] << 1) | next);
    }
    if (block[0] < 0) {
      result[BLOCK - 1] ^= (byte) REDUCTION;
    }
    return result;
  }

  /** The key of GCM for all nonces that begin with the {@link #DERIVING} bytes at {@code from}. */
  public SecretKeySpec derive(byte[] nonce, int from) {
    byte[] blocks = new byte[2 * BLOCK];
    for (int half = 0; half < 2; half++) {
      int at = half * BLOCK;
      blocks[at + 1] = (byte) (half + 1);
      blocks[at + 2] = 'X';
      System.arraycopy(nonce, from, blocks, at + 4, DERIVING);
      for (int i = 0; i < BLOCK; i++) {
        blocks[at + i] ^= mask[i];
      }
    }
    return new SecretKeySpec(encrypt(blocks), "AES");
  }

  /** The message and its tag, without the nonce, which must not be used for another message. */
  public byte[] seal(byte[] nonce, byte[] message, byte[] aad) {
    try {
      return run(Cipher.ENCRYPT_MODE, nonce, 0, message, 0, aad);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java without AES-GCM", e);
    }
  }

  /**
   * Opens what stands in {@code sealed} behind its nonce, which begins at {@code from}.
   *
   * @throws BrokenSealException if it was not sealed with this key and this {@code aad}
   */
  public byte[] open(byte[] sealed, int from, byte[] aad) {
    if (sealed.length - from < NONCE + TAG) {
      throw new BrokenSealException("too short to be sealed");
    }
    try {
      return run(Cipher.DECRYPT_MODE, sealed, from, sealed, from + NONCE, aad);
    } catch (GeneralSecurityException e) {
      throw new BrokenSealException("sealed with another key or for another purpose, or changed");
    }
  }

  private byte[] run(int mode, byte[] nonce, int nonceAt, byte[] in, int inAt, byte[] aad)
      throws GeneralSecurityException {
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] second = Arrays.copyOfRange(nonce, nonceAt + DERIVING, nonceAt + NONCE);
    gcm.init(mode, derive(nonce, nonceAt), new GCMParameterSpec(8 * TAG, second));
    gcm.updateAAD(aad);
    return gcm.doFinal(in, inAt, in.length - inAt);
  }

  /** Tells nothing. */
  @Override
  public String toString() {
    return "SealKey";
  }
}
