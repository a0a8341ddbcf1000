/**
 * What is kept: items in {@link io.larder.cache.entries.ItemCache}, pages in {@link
 * io.larder.cache.entries.QueryCache}, bounded in bytes and by age. Knows how a page shows that
 * writes have spared it, and not when anything may be answered.
 */
@NullMarked
package io.larder.cache.entries;

import org.jspecify.annotations.NullMarked;
