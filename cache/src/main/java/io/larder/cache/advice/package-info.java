/**
 * What other sizes and times would have done for the caches, and which keys are asked for most, by
 * samples of what is read. Start with {@link io.larder.cache.advice.AccessSamples}. Knows no other
 * room.
 */
@NullMarked
package io.larder.cache.advice;

import org.jspecify.annotations.NullMarked;
