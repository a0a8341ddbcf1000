package io.larder.proxy.upstream;

import io.larder.proxy.net.tls.TlsClient;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server that can be connected to.
 *
 * @param tls null if it is spoken to without
 */
record Site(UpstreamEndpoint endpoint, UpstreamAddresses addresses, @Nullable TlsClient tls) {
  /** The site at {@code endpoint}, whose host is looked up as the system does it. */
  static Site of(UpstreamEndpoint endpoint, @Nullable TlsClient tls) {
    return new Site(
        endpoint,
        new UpstreamAddresses(endpoint, InetAddress::getAllByName, System::nanoTime),
        tls);
  }
}
