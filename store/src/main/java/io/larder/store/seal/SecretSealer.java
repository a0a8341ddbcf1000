package io.larder.store.seal;

import java.util.Base64;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Seals single secrets, such as secret access keys and session tokens, all with one key. The key is
 * kept beside what it is for, wrapped by the master key, and everyone who shares that opens it
 * once. So only those calls may wait for the keeper of a master key that are about the key itself;
 * what was sealed is opened from memory, and what is forged asks nobody. For any thread.
 *
 * <p>A sealed secret is {@code format (1) | nonce | secret and tag}.
 */
public final class SecretSealer {
  /** Most bytes of a sealed secret that are looked at. */
  public static final int MAX_SEALED = 1 << 16;

  private static final byte FORMAT = 1;
  private static final Map<String, String> CONTEXT = Map.of("larder:purpose", "secrets");

  private final KeyProvider provider;
  private final RandomGenerator random;
  private volatile @Nullable Opened opened;

  /**
   * The key as it is kept.
   *
   * @param wrapped by the master key, in Base64
   * @param masterKey name of that, as {@link KeyProvider#describe} told it
   */
  public record Kept(String wrapped, String masterKey) {}

  private record Opened(Kept kept, SealKey key) {}

  /** A sealer that has no key yet: it opens nothing. */
  public SecretSealer(KeyProvider provider, RandomGenerator random) {
    this.provider = provider;
    this.random = random;
  }

  /**
   * A new key, to be kept before it is used. May wait for the keeper of the master key.
   *
   * @throws KeyUnavailableException if the master key cannot be used
   */
  public Kept make() throws KeyUnavailableException {
    byte[] bytes = new byte[SealKey.BYTES];
    random.nextBytes(bytes);
    return wrapped(bytes);
  }

  private Kept wrapped(byte[] key) throws KeyUnavailableException {
    return new Kept(
        Base64.getEncoder().encodeToString(provider.wrap(key, CONTEXT)), provider.describe());
  }

  /**
   * Seals and opens by that key from now on. May wait for the keeper of the master key, unless it
   * is the key that is in use.
   *
   * @throws KeyUnavailableException if the master key cannot be used, or is another one; then
   *     nothing changes
   */
  public void use(Kept kept) throws KeyUnavailableException {
    Opened current = opened;
    if (current == null || !current.kept().wrapped().equals(kept.wrapped())) {
      try {
        byte[] wrapped = Base64.getDecoder().decode(kept.wrapped());
        opened = new Opened(kept, new SealKey(provider.unwrap(wrapped, CONTEXT)));
      } catch (IllegalArgumentException e) {
        throw new KeyUnavailableException(
            KeyUnavailableException.Reason.NOT_FOUND,
            provider.name() + " has not wrapped a key of ours",
            e);
      }
    }
  }

  /**
   * The key in use, wrapped anew, if another master key has wrapped it; else null. May wait for the
   * keeper of the master key.
   *
   * @throws KeyUnavailableException if the master key cannot be used
   */
  public @Nullable Kept renewed() throws KeyUnavailableException {
    Opened current = opened;
    return current == null || current.kept().masterKey().equals(provider.describe())
        ? null
        : wrapped(current.key().bytes());
  }

  /**
   * Seals a secret; {@code aad} says what it is, and whoever opens it must say the same. Never
   * blocks.
   *
   * @throws IllegalStateException if there is no key yet
   */
  public byte[] seal(byte[] secret, byte[] aad) {
    Opened current = opened;
    if (current == null) {
      throw new IllegalStateException("There is no key yet");
    }
    byte[] nonce = new byte[SealKey.NONCE];
    random.nextBytes(nonce);
    byte[] sealed = current.key().seal(nonce, secret, aad);
    byte[] all = new byte[1 + nonce.length + sealed.length];
    all[0] = FORMAT;
    System.arraycopy(nonce, 0, all, 1, nonce.length);
    System.arraycopy(sealed, 0, all, 1 + nonce.length, sealed.length);
    return all;
  }

  /**
   * Opens what was sealed for the same {@code aad}. Never blocks.
   *
   * @throws BrokenSealException if it was not sealed so, was changed, or there is no key yet
   */
  public byte[] open(byte[] sealed, byte[] aad) {
    Opened current = opened;
    if (current == null
        || sealed.length == 0
        || sealed.length > MAX_SEALED
        || sealed[0] != FORMAT) {
      throw new BrokenSealException("not a sealed secret");
    }
    return current.key().open(sealed, 1, aad);
  }
}
