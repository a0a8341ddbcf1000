/**
 * What is asked of the caches. Start with {@link io.larder.cache.policy.Consistency}. Knows no
 * other room.
 */
@NullMarked
package io.larder.cache.policy;

import org.jspecify.annotations.NullMarked;
