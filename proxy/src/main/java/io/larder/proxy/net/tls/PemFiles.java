package io.larder.proxy.net.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that say who the server is.
 *
 * @param certificate its certificate in PEM, followed by those of the authorities between it and
 *     the one that clients trust
 * @param privateKey the key of the first certificate in PEM, not encrypted: PKCS #8, PKCS #1 or SEC
 *     1
 * @param clients who may vouch for clients; null if they are not asked for certificates
 */
public record PemFiles(Path certificate, Path privateKey, @Nullable ClientAuthorities clients) {
  private static final int MAX_BYTES = 1 << 20;

  /** Files of a server that asks its clients for no certificates. */
  public PemFiles(Path certificate, Path privateKey) {
    this(certificate, privateKey, null);
  }

  /**
   * Who may vouch for clients.
   *
   * @param file certificates of authorities in PEM
   * @param isRequired true if a client without a certificate gets no further
   */
  public record ClientAuthorities(Path file, boolean isRequired) {}

  /**
   * What the files hold.
   *
   * @param clients empty if clients are asked for no certificates
   */
  record Text(String certificate, String privateKey, String clients) {
    // The key must get into no log.
    @Override
    public String toString() {
      return "PEM";
    }
  }

  /**
   * Reads the files and holds them against each other.
   *
   * @throws InvalidPemException in one line, if a server cannot have them
   */
  public void check() throws InvalidPemException {
    identity(read());
  }

  Text read() throws InvalidPemException {
    return new Text(
        read(certificate), read(privateKey), clients == null ? "" : read(clients.file()));
  }

  static String read(Path file) throws InvalidPemException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidPemException(file, "must have at most 1 MB");
      }
      return new String(bytes, ISO_8859_1);
    } catch (InvalidPemException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidPemException(file, reason(e), e);
    }
  }

  // The first two say the path only.
  private static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      default -> "cannot be read: " + failure.getMessage();
    };
  }

  Identity identity(Text text) throws InvalidPemException {
    Identity identity =
        new Identity(
            Pem.certificates(certificate, text.certificate()),
            Pem.privateKey(privateKey, text.privateKey()),
            clients == null
                ? null
                : new Identity.Clients(
                    Pem.certificates(clients.file(), text.clients()), clients.isRequired()));
    if (!identity.isConsistent()) {
      throw new InvalidPemException(
          privateKey, "is not the key of the first certificate in " + certificate);
    }
    return identity;
  }
}
