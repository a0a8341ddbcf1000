/**
 * What the caches count. Start with {@link io.larder.cache.statistics.CacheStatistics}. Knows no
 * other room.
 */
@NullMarked
package io.larder.cache.statistics;

import org.jspecify.annotations.NullMarked;
