/**
 * TLS before any protocol: {@link io.larder.proxy.net.tls.TlsProtocol} is a {@link
 * io.larder.proxy.net.Protocol} that has another one spoken inside TLS, and is where to start. The
 * certificate comes from {@link io.larder.proxy.net.tls.PemFiles}, which {@link
 * io.larder.proxy.net.tls.ServerCertificate} reads again when they change. Knows the net, and no
 * protocol.
 */
@NullMarked
package io.larder.proxy.net.tls;

import org.jspecify.annotations.NullMarked;
