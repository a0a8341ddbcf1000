package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.security.identity.AccessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The file in which the first access key is handed over, which only its owner may read. Its form is
 * that of AWS's shared credentials file, so that SDKs take it by {@code
 * AWS_SHARED_CREDENTIALS_FILE}.
 */
final class CredentialsFile {
  private static final String FIRST_LINE = "# The first administrator of Larder.";

  private final Path file;

  CredentialsFile(Path file) {
    this.file = file;
  }

  /**
   * Checks that the key can be written, before there is one.
   *
   * @throws IOException if not, or if another file is there already
   */
  void prepare() throws IOException {
    if (Files.exists(file) && !isEarlier()) {
      throw new IOException(
          "iam.credentials-file: "
              + file
              + " is there already and holds something else; name another file");
    }
    Files.delete(newFile());
  }

  /** True if an earlier first start has written it. */
  private boolean isEarlier() throws IOException {
    try (Stream<String> lines = Files.lines(file, UTF_8)) {
      return lines.findFirst().filter(FIRST_LINE::equals).isPresent();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Writes the key, in place of one that an earlier first start has written. */
  void write(AccessKey key) throws IOException {
    Path made = newFile();
    Files.writeString(
        made,
        """
        %s
        [default]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(FIRST_LINE, key.id(), key.secret().reveal()),
        UTF_8,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    try {
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path newFile() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("iam.credentials-file: " + file + " is no file");
    }
    Files.createDirectories(folder);
    boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        isPosix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    return Files.createTempFile(folder, "." + file.getFileName(), ".new", attributes);
  }
}
