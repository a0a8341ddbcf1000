package io.larder.proxy.net.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What does the work of TLS. */
public enum TlsEngine {
  /** The library of Netty, in native code. */
  BORINGSSL(SslProvider.OPENSSL_REFCNT),
  /** That of the JDK, which does the same and takes more time for it. */
  JDK(SslProvider.JDK);

  private static final Logger LOG = LoggerFactory.getLogger(TlsEngine.class);
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /** Those with forward secrecy that seal and authenticate in one: RFC 9325, 4.2. */
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** The rules by which a certificate is one of a host: RFC 2818. */
  private static final String VERIFY_HOST = "HTTPS";

  private final SslProvider provider;

  TlsEngine(SslProvider provider) {
    this.provider = provider;
  }

  /** The fastest that this system has; says so if it is not the fastest that there is. */
  public static TlsEngine fastest() {
    if (OpenSsl.isAvailable()) {
      return BORINGSSL;
    }
    LOG.atWarn()
        .addKeyValue("reason", OpenSsl.unavailabilityCause())
        .log("BoringSSL is not available, so the JDK does TLS, which takes more processor time");
    return JDK;
  }

  /** A context for one certificate; whoever has it releases it if it is counted. */
  SslContext context(Identity identity) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(identity.key(), identity.chain())
            .sslProvider(provider)
            .protocols(VERSIONS)
            .ciphers(CIPHER_SUITES, SupportedCipherSuiteFilter.INSTANCE);
    Identity.Clients clients = identity.clients();
    if (clients != null) {
      builder
          .trustManager(clients.authorities())
          .clientAuth(clients.isRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
    }
    return builder.build();
  }

  /**
   * A context for connections to others; whoever has it releases it if it is counted.
   *
   * @param authorities who may vouch for them; none for those that Java trusts
   */
  SslContext clientContext(List<X509Certificate> authorities) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(provider)
            .protocols(VERSIONS)
            .endpointIdentificationAlgorithm(VERIFY_HOST);
    if (!authorities.isEmpty()) {
      builder.trustManager(authorities);
    }
    return builder.build();
  }
}
