/**
 * Changes on their way to a Kinesis data stream: the port through which they leave, and what is
 * counted of it. Knows no store and no network. Start reading at {@link
 * io.larder.store.delivery.DeliveryTarget}.
 */
@NullMarked
package io.larder.store.delivery;

import org.jspecify.annotations.NullMarked;
