/**
 * Items in memory outside of the heap, which holds some numbers for each at most. Start with {@link
 * io.larder.cache.memory.ItemMemory}. Of the other rooms of the caches it knows the causes of
 * evictions only.
 */
@NullMarked
package io.larder.cache.memory;

import org.jspecify.annotations.NullMarked;
