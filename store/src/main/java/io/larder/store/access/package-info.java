/**
 * What of a table bears on who may use it, {@link io.larder.store.access.TableAccess}: a part of
 * the port. The store keeps it, others know what it means. Knows nothing.
 */
@NullMarked
package io.larder.store.access;

import org.jspecify.annotations.NullMarked;
