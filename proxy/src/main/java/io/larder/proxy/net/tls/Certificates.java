package io.larder.proxy.net.tls;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All certificates that the server shows; they are read until this is closed. */
public final class Certificates implements AutoCloseable {
  private final Duration reloadInterval;
  private final List<ServerCertificate> opened = new ArrayList<>();

  /** None yet; files are read again every {@code reloadInterval}. */
  public Certificates(Duration reloadInterval) {
    this.reloadInterval = reloadInterval;
  }

  /**
   * The certificate in {@code files}; null if there are none.
   *
   * @throws IOException in one line, if they are of no use
   */
  public @Nullable ServerCertificate open(@Nullable PemFiles files) throws IOException {
    if (files == null) {
      return null;
    }
    ServerCertificate certificate =
        ServerCertificate.open(files, TlsEngine.fastest(), reloadInterval);
    opened.add(certificate);
    return certificate;
  }

  @Override
  public void close() {
    opened.forEach(ServerCertificate::close);
  }
}
