/**
 * The caches before a table store. Start with {@link io.larder.cache.CachingTableStore}, a {@link
 * io.larder.store.TableStore} over another one: it answers reads from an item cache and a query
 * cache ({@code entries}, by way of {@code reads}), and {@link io.larder.cache.coherence.Coherence}
 * proves with each answer that it is not stale. Knows the store's port, neither LMDB nor Netty.
 */
@NullMarked
package io.larder.cache;

import org.jspecify.annotations.NullMarked;
