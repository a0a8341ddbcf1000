/**
 * Where master keys are: {@link io.larder.proxy.keys.MasterKeys} makes of the words of the
 * configuration a {@link io.larder.store.seal.KeyProvider}, which may be a service that keeps the
 * key to itself.
 *
 * <p>Knows the signing of calls, and nothing of the server.
 */
@NullMarked
package io.larder.proxy.keys;

import org.jspecify.annotations.NullMarked;
