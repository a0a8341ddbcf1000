package io.larder.cache.advice;

import io.larder.store.PrimaryKey;

/**
 * A key that is read often, and about how often lately.
 *
 * @param atLeast so often for sure, as far as a sample is sure
 * @param atMost with what may have been others'
 */
public record HotKey(PrimaryKey key, long atLeast, long atMost) {}
