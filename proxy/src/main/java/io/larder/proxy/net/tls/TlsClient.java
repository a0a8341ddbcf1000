package io.larder.proxy.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.2 or 1.3 towards another server, which must show a certificate of the host that was meant
 * by an authority that is trusted. For any number of threads.
 */
public final class TlsClient implements AutoCloseable {
  // A context must not be released while a handler is made of it.
  private final SslContext context;

  private TlsClient(SslContext context) {
    this.context = context;
  }

  /**
   * A client that trusts the authorities whose certificates {@code file} holds in PEM, and no
   * other; those that Java trusts if it is null.
   *
   * @throws IOException in one line, if the file is of no use
   */
  public static TlsClient open(@Nullable Path file, TlsEngine engine) throws IOException {
    List<X509Certificate> authorities = file == null ? List.of() : authorities(file);
    return new TlsClient(engine.clientContext(authorities));
  }

  /**
   * Reads the file of authorities.
   *
   * @throws InvalidPemException in one line, if it is of no use
   */
  public static void check(Path file) throws InvalidPemException {
    authorities(file);
  }

  /**
   * The context of the JDK's own clients that trusts the authorities of that file and no other.
   *
   * @throws InvalidPemException in one line, if it is of no use
   */
  public static SSLContext trusting(Path file) throws InvalidPemException {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate authority : authorities(file)) {
        store.setCertificateEntry(String.valueOf(store.size()), authority);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (InvalidPemException e) {
      throw e;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<X509Certificate> authorities(Path file) throws InvalidPemException {
    return Pem.certificates(file, PemFiles.read(file));
  }

  /** A handler for one new connection to {@code host}, a name or an address. */
  public synchronized SslHandler newHandler(ByteBufAllocator allocator, String host, int port) {
    return context.newHandler(allocator, host, port);
  }

  /** Makes no more handlers. Those that are there go on. */
  @Override
  public synchronized void close() {
    ReferenceCountUtil.release(context);
  }
}
