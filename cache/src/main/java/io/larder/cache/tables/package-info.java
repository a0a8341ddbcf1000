/**
 * What the caches know of each table, found once for each request. Start with {@link
 * io.larder.cache.tables.CachedTables}. Knows policies, counts and samples, and nothing of what is
 * kept.
 */
@NullMarked
package io.larder.cache.tables;

import org.jspecify.annotations.NullMarked;
