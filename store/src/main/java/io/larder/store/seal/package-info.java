/**
 * Seals bytes so that only who has the key can read them, and nobody can change or move them
 * unnoticed. Start with {@link io.larder.store.seal.SecretSealer}, which seals single secrets, and
 * {@link io.larder.store.seal.KeyProvider}, which keeps the master key; {@link
 * io.larder.store.seal.SealKey} is the algorithm.
 *
 * <p>Knows nothing of stores.
 */
@NullMarked
package io.larder.store.seal;

import org.jspecify.annotations.NullMarked;
