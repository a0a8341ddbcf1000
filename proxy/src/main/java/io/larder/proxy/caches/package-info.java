/**
 * The caches of a server as operators see and steer them. Start with {@link
 * io.larder.proxy.caches.Caches}, which has those of all regions and their policies, or {@link
 * io.larder.proxy.caches.CacheService}, which answers operators; {@link
 * io.larder.proxy.caches.CacheCommand} asks from outside.
 */
@NullMarked
package io.larder.proxy.caches;

import org.jspecify.annotations.NullMarked;
