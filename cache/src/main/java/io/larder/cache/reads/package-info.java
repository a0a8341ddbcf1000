/**
 * The reads that the caches answer, one class to a kind: what of a request is looked up, what is
 * left to read of the store, and what is kept of that. Start with {@link
 * io.larder.cache.reads.ItemReads} or {@link io.larder.cache.reads.PageReads}.
 */
@NullMarked
package io.larder.cache.reads;

import org.jspecify.annotations.NullMarked;
