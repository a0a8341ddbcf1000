/**
 * The network below every protocol: {@link io.larder.proxy.net.SocketServer} has the event loops,
 * the listening sockets and what all connections share. {@code Admission} lets connections in,
 * {@code ConnectionWatch} sees that they go on, {@link io.larder.proxy.net.RequestMemory} is the
 * account of what their requests take; {@link io.larder.proxy.net.RequestBody} and {@link
 * io.larder.proxy.net.ReplyBuffer} hold what comes and goes. A {@link io.larder.proxy.net.Protocol}
 * is plugged in for each address. Knows no protocol.
 */
@NullMarked
package io.larder.proxy.net;

import org.jspecify.annotations.NullMarked;
