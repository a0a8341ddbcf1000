package io.larder.store.seal;

import java.util.Map;

/**
 * Keeps a master key and wraps other keys with it: a file, the environment, or a service that never
 * gives the key out. Calls may take as long as a call over the network does. For any thread.
 */
public interface KeyProvider {
  /** Most bytes that are wrapped. */
  int MAX_BYTES = 1024;

  /** Says which key it is, for people; never a secret. */
  String name();

  /**
   * Wraps a key.
   *
   * @param context what the key is for: whoever unwraps must say the same. It is no secret, and
   *     services write it into their logs.
   * @throws KeyUnavailableException if the master key cannot be used
   */
  byte[] wrap(byte[] key, Map<String, String> context) throws KeyUnavailableException;

  /**
   * Unwraps what {@link #wrap} returned.
   *
   * @throws KeyUnavailableException if the master key cannot be used, or is not the one that
   *     wrapped this in this context
   */
  byte[] unwrap(byte[] wrapped, Map<String, String> context) throws KeyUnavailableException;

  /**
   * The key's name in full, after it was seen that it can be used: for a service that knows aliases
   * the name of the key behind one.
   *
   * @throws KeyUnavailableException if it cannot be used
   */
  String describe() throws KeyUnavailableException;

  /** True if the key is here and no service is asked. */
  boolean isLocal();
}
