package io.larder.security.session;

import org.jspecify.annotations.Nullable;

/**
 * Makes bytes unreadable and unchangeable for all who have not the key. Servers of one cluster have
 * the same key, so that each takes the tokens of the others. Safe for any number of threads.
 */
public interface TokenSealer {
  /**
   * @param context what must be given again to open it; not kept
   */
  byte[] seal(byte[] plain, byte[] context);

  /** What was sealed; null if it was sealed with another key or in another context, or changed. */
  byte @Nullable [] open(byte[] sealed, byte[] context);
}
