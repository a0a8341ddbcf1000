/**
 * Items in memory outside of the heap, of which the heap holds one small object each. Start with
 * {@link io.larder.cache.memory.ItemMemory}. Knows no other room of the caches.
 */
@NullMarked
package io.larder.cache.memory;

import org.jspecify.annotations.NullMarked;
