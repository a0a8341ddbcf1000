/**
 * Counts what is asked of a store, by table and operation: {@link
 * io.larder.store.measured.MeasuredTableStore} stands right before the store, whichever that is, so
 * that what the caches answer is not in it.
 */
@NullMarked
package io.larder.store.measured;

import org.jspecify.annotations.NullMarked;
