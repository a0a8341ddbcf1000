package io.larder.proxy.config;

import io.larder.proxy.config.value.OptionalFile;
import io.larder.proxy.net.tls.PemFiles;
import org.jspecify.annotations.Nullable;

/** Where operators connect. */
public record Admin(
    @Setting(
            byDefault = "127.0.0.1",
            pattern = "\\S{1,253}",
            form = "an address or a name of this machine, of at most 253 characters",
            doc = "Address of the health checks, the metrics and the admin endpoints.")
        String host,
    @Setting(byDefault = "8001", least = "0", most = "65535", doc = "Its port; 0 takes a free one.")
        int port,
    @Setting(
            byDefault = "none",
            doc = "File of its certificate in PEM; none to speak HTTP without TLS.")
        OptionalFile tlsCertificate,
    @Setting(byDefault = "none", doc = "File of the private key in PEM, not encrypted.")
        OptionalFile tlsPrivateKey) {
  private static final OptionalFile NO_FILE = new OptionalFile(null);

  /** The files of TLS; null if it has none. */
  public @Nullable PemFiles tls() {
    return Tls.files(tlsCertificate, tlsPrivateKey, NO_FILE, Tls.ClientAuth.OPTIONAL);
  }

  /** Records what must hold between these keys. */
  void check(Problems problems) {
    Tls.check(
        problems, "admin.tls-", tlsCertificate, tlsPrivateKey, NO_FILE, Tls.ClientAuth.OPTIONAL);
  }
}
