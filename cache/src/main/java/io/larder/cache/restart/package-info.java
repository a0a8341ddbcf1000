/**
 * How caches are filled without waiting for readers: {@link io.larder.cache.restart.Warming} reads
 * through them what somebody names, and {@link io.larder.cache.restart.WarmRestart} what they held
 * before the server was stopped, which {@link io.larder.cache.restart.KeyFile} keeps. Knows the
 * caches by their front door only, so nothing can be put in but by reads.
 */
@NullMarked
package io.larder.cache.restart;

import org.jspecify.annotations.NullMarked;
