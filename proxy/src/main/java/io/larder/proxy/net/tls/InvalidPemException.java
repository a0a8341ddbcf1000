package io.larder.proxy.net.tls;

import java.io.IOException;
import java.nio.file.Path;

/** Says in one line what is wrong with a file of a certificate or a key. */
public final class InvalidPemException extends IOException {
  private static final long serialVersionUID = 1L;

  InvalidPemException(Path file, String fault) {
    super(file + ": " + fault);
  }

  InvalidPemException(Path file, String fault, Throwable cause) {
    super(file + ": " + fault, cause);
  }
}
