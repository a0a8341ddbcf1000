/**
 * Log lines that must not flood the log: {@link io.larder.store.logging.RareLine}. For the store
 * and for what stands above it.
 */
@NullMarked
package io.larder.store.logging;

import org.jspecify.annotations.NullMarked;
