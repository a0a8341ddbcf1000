/**
 * What is asked of the caches: {@link io.larder.cache.policy.Consistency} of all, {@link
 * io.larder.cache.policy.TablePolicy} of each table. Knows no other room.
 */
@NullMarked
package io.larder.cache.policy;

import org.jspecify.annotations.NullMarked;
