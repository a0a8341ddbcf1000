package io.larder.cache;

import io.larder.protocol.item.Item;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key.
 *
 * @param item null if it is known that there is none
 * @param bytes that it takes in memory
 */
public record CachedItem(@Nullable Item item, int bytes, Duration age) {}
