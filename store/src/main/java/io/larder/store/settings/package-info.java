/**
 * What is set of a table beside its definition, {@link io.larder.store.settings.TableSettings}. A
 * store keeps it; nothing of how items are read and written depends on it.
 */
@NullMarked
package io.larder.store.settings;

import org.jspecify.annotations.NullMarked;
