package io.larder.proxy.caches;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.cache.restart.Seal;
import io.larder.store.seal.BrokenSealException;
import io.larder.store.seal.KeyProvider;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.SealKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Map;

/**
 * Seals each message under a key of its own, which the master key wraps and which stands before.
 */
final class MasterSeal implements Seal {
  private static final Map<String, String> CONTEXT = Map.of("larder", "warm-restart");
  private static final byte[] PURPOSE = "warm restart".getBytes(US_ASCII);

  private final KeyProvider master;
  private final SecureRandom random = new SecureRandom();

  MasterSeal(KeyProvider master) {
    this.master = master;
  }

  @Override
  public byte[] seal(byte[] message) throws IOException {
    byte[] key = random(SealKey.BYTES);
    byte[] wrapped;
    try {
      wrapped = master.wrap(key, CONTEXT);
    } catch (KeyUnavailableException e) {
      throw new IOException("the master key cannot be used: " + e.getMessage(), e);
    }
    byte[] nonce = random(SealKey.NONCE);
    byte[] sealed = new SealKey(key).seal(nonce, message, PURPOSE);
    return ByteBuffer.allocate(Integer.BYTES + wrapped.length + nonce.length + sealed.length)
        .putInt(wrapped.length)
        .put(wrapped)
        .put(nonce)
        .put(sealed)
        .array();
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public byte[] open(byte[] sealed) throws IOException {
    int length = sealed.length < Integer.BYTES ? -1 : ByteBuffer.wrap(sealed).getInt();
    if (length < 0 || length > sealed.length - Integer.BYTES) {
      throw new IOException("it is too short");
    }
    byte[] wrapped = new byte[length];
    System.arraycopy(sealed, Integer.BYTES, wrapped, 0, length);
    try {
      return new SealKey(master.unwrap(wrapped, CONTEXT))
          .open(sealed, Integer.BYTES + length, PURPOSE);
    } catch (KeyUnavailableException | BrokenSealException e) {
      throw new IOException("it cannot be opened: " + e.getMessage(), e);
    }
  }
}
