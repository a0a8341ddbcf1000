package io.larder.store.seal;

import io.larder.store.seal.KeyUnavailableException.Reason;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Seals single secrets, such as secret access keys and session tokens. What one process has sealed
 * any other opens that has the same master key: each sealed secret carries, wrapped by the master
 * key, the key with which it was sealed. A process makes one such key, and remembers those of
 * others that it has met. For any thread.
 *
 * <p>A sealed secret is {@code format (1) | length of the wrapped key (2) | wrapped key | nonce |
 * secret and tag}.
 */
public final class SecretSealer {
  /** Most bytes of a sealed secret that are looked at. */
  public static final int MAX_SEALED = 1 << 16;

  private static final byte FORMAT = 1;
  private static final int HEADER = 1 + Short.BYTES;
  private static final Map<String, String> CONTEXT = Map.of("larder:purpose", "secrets");
  private static final int KNOWN_KEYS = 256;

  /**
   * Whoever sends forged secrets may make us ask a service so often in a row, then once a pause.
   */
  private static final int MISSES = 16;

  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final KeyProvider provider;
  private final RandomGenerator random;
  private final LongSupplier nanos;
  private final byte[] wrapped;
  private final SealKey key;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ByteBuffer, SealKey> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, SealKey> eldest) {
          return size() > KNOWN_KEYS;
        }
      };
  private int misses;
  private long lastMiss;

  private SecretSealer(
      KeyProvider provider,
      RandomGenerator random,
      LongSupplier nanos,
      SealKey key,
      byte[] wrapped) {
    this.provider = provider;
    this.random = random;
    this.nanos = nanos;
    this.key = key;
    this.wrapped = wrapped;
    known.put(ByteBuffer.wrap(wrapped), key);
  }

  /**
   * A sealer under that master key.
   *
   * @throws KeyUnavailableException if it cannot be used
   */
  public static SecretSealer of(KeyProvider provider) throws KeyUnavailableException {
    return of(provider, new SecureRandom(), System::nanoTime);
  }

  static SecretSealer of(KeyProvider provider, RandomGenerator random, LongSupplier nanos)
      throws KeyUnavailableException {
    byte[] bytes = new byte[SealKey.BYTES];
    random.nextBytes(bytes);
    return new SecretSealer(
        provider, random, nanos, new SealKey(bytes), provider.wrap(bytes, CONTEXT));
  }

  /** Seals a secret; {@code aad} says what it is, and whoever opens it must say the same. */
  public byte[] seal(byte[] secret, byte[] aad) {
    byte[] nonce = new byte[SealKey.NONCE];
    random.nextBytes(nonce);
    byte[] sealed = key.seal(nonce, secret, aad);
    return ByteBuffer.allocate(HEADER + wrapped.length + nonce.length + sealed.length)
        .put(FORMAT)
        .putShort((short) wrapped.length)
        .put(wrapped)
        .put(nonce)
        .put(sealed)
        .array();
  }

  /**
   * Opens what was sealed for the same {@code aad}. May ask the keeper of the master key, if it is
   * a service, and wait for it.
   *
   * @throws BrokenSealException if it was not sealed so, was changed, or cannot be opened now
   */
  public byte[] open(byte[] sealed, byte[] aad) {
    if (sealed.length < HEADER || sealed.length > MAX_SEALED || sealed[0] != FORMAT) {
      throw new BrokenSealException("not a sealed secret");
    }
    int length = Short.toUnsignedInt(ByteBuffer.wrap(sealed).getShort(1));
    if (length > sealed.length - HEADER) {
      throw new BrokenSealException("not a sealed secret");
    }
    byte[] name = new byte[length];
    System.arraycopy(sealed, HEADER, name, 0, length);
    return keyOf(name).open(sealed, HEADER + length, aad);
  }

  private SealKey keyOf(byte[] name) {
    SealKey found = known(name);
    if (found != null) {
      return found;
    }
    try {
      var opened = new SealKey(provider.unwrap(name, CONTEXT));
      lock.lock();
      try {
        known.put(ByteBuffer.wrap(name), opened);
      } finally {
        lock.unlock();
      }
      return opened;
    } catch (KeyUnavailableException | IllegalArgumentException e) {
      if (!(e instanceof KeyUnavailableException unavailable)
          || unavailable.reason() != Reason.UNREACHABLE) {
        missed();
      }
      throw new BrokenSealException(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable SealKey known(byte[] name) {
    lock.lock();
    try {
      SealKey found = known.get(ByteBuffer.wrap(name));
      if (found == null && !provider.isLocal() && misses >= MISSES) {
        if (nanos.getAsLong() - lastMiss < PAUSE_NANOS) {
          throw new BrokenSealException("too many unknown keys; not looked at");
        }
        misses--;
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  private void missed() {
    lock.lock();
    try {
      misses = Math.min(MISSES, misses + 1);
      lastMiss = nanos.getAsLong();
    } finally {
      lock.unlock();
    }
  }
}
