package io.larder.proxy.config;

import io.larder.proxy.net.tls.PemFiles;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How clients are spoken to in secret, on ports beside the plain ones. */
public record Tls(
    @Setting(
            byDefault = "none",
            doc =
                "File of the certificate in PEM, and of those between it and the one that clients"
                    + " trust; none for no TLS.")
        OptionalFile certificate,
    @Setting(byDefault = "none", doc = "File of its private key in PEM, not encrypted.")
        OptionalFile privateKey,
    @Setting(
            byDefault = "10s",
            least = "10ms",
            most = "1d",
            doc = "How often the files are read again, so that a new certificate is found.")
        Duration reloadInterval) {
  /** The files; null if there shall be no TLS. */
  public @Nullable PemFiles files() {
    Path first = certificate.path();
    Path second = privateKey.path();
    return first == null || second == null ? null : new PemFiles(first, second);
  }
}
