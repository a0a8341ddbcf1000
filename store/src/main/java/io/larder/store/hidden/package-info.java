/**
 * Keeps a table from clients that the server itself needs: {@link
 * io.larder.store.hidden.HidingTableStore} stands between the store and all that serves clients.
 */
@NullMarked
package io.larder.store.hidden;

import org.jspecify.annotations.NullMarked;
