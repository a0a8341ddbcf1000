/**
 * Sends changes of tables to Kinesis data streams, at whatever endpoint speaks that service's
 * protocol. Knows the port of deliveries and nothing of stores or clients. Start reading at {@link
 * io.larder.proxy.kinesis.KinesisStreams}.
 */
@NullMarked
package io.larder.proxy.kinesis;

import org.jspecify.annotations.NullMarked;
