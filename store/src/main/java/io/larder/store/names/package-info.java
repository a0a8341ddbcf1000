/**
 * Lists of attribute names, which DAX clients know by numbers: their bytes, their numbers, and
 * those that are in memory. For every store; knows none.
 */
@NullMarked
package io.larder.store.names;

import org.jspecify.annotations.NullMarked;
