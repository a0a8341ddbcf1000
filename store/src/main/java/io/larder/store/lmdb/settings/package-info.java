/**
 * What is set of a table beside its definition, and what is said of features that are not here.
 * Start with {@link io.larder.store.lmdb.settings.ContinuousBackups}. It knows the catalogue of
 * tables, and no items.
 */
@NullMarked
package io.larder.store.lmdb.settings;

import org.jspecify.annotations.NullMarked;
