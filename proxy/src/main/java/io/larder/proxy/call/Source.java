package io.larder.proxy.call;

import io.larder.proxy.metrics.ClientProtocol;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where calls come from: one connection of a client.
 *
 * @param protocol what it speaks
 * @param address of the client; null if it was gone before it could be asked for
 */
public record Source(ClientProtocol protocol, @Nullable SocketAddress address) {}
