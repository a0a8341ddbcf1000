/**
 * Items in memory outside of the heap, which holds some numbers for each at most. Start with {@link
 * io.larder.cache.memory.ItemMemory}. Knows no other room of the caches.
 */
@NullMarked
package io.larder.cache.memory;

import org.jspecify.annotations.NullMarked;
