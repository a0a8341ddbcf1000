/**
 * DAX's binary protocol. {@link io.larder.proxy.dax.DaxProtocol} puts a {@code DaxConnection} into
 * the pipeline of a new channel, which drives everything: {@code Reception} finds requests in what
 * comes, {@code DaxAnswerer} has them answered, those about the cluster and its lists of names by
 * {@code Metadata}. What the bytes of requests and answers mean is known to {@link
 * io.larder.protocol.dax}.
 */
@NullMarked
package io.larder.proxy.dax;

import org.jspecify.annotations.NullMarked;
