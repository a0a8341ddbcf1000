/**
 * Those who hear of a store's writes and tables, and how they are told: each of all it must hear,
 * whatever becomes of the others. For every store; knows the port and nothing of storage.
 */
@NullMarked
package io.larder.store.observers;

import org.jspecify.annotations.NullMarked;
