/**
 * Delivers the changes of tables to Kinesis data streams: reads what is to be delivered, sends it,
 * and lets the blocks go that have been taken. Start reading at {@link
 * io.larder.store.lmdb.delivery.Deliverer} and {@link io.larder.store.lmdb.delivery.DeliveryRun}.
 */
@NullMarked
package io.larder.store.lmdb.delivery;

import org.jspecify.annotations.NullMarked;
