/**
 * The caches as operators see and steer them: {@link io.larder.proxy.caches.CacheService} in a
 * server, {@link io.larder.proxy.caches.CacheCommand} from outside.
 */
@NullMarked
package io.larder.proxy.caches;

import org.jspecify.annotations.NullMarked;
