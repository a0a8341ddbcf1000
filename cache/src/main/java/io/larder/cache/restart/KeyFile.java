package io.larder.cache.restart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that is whole or not there: a mark, whether it is sealed, the lines compressed,
 * and a checksum of all that is before.
 */
final class KeyFile {
  private static final byte[] MARK = "LARDERK1".getBytes(US_ASCII);
  private static final int CHECKSUM = Long.BYTES;

  /** A file that is longer was not written here. */
  private static final long MAX_BYTES = 256L << 20;

  private final Path path;
  private final @Nullable Seal seal;

  /**
   * @param seal null if nothing is sealed
   */
  KeyFile(Path path, @Nullable Seal seal) {
    this.path = path;
    this.seal = seal;
  }

  Path path() {
    return path;
  }

  void write(String lines) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(MARK);
      byte[] packed = packed(lines);
      out.writeBoolean(seal != null);
      out.write(seal == null ? packed : seal.seal(packed));
      byte[] soFar = bytes.toByteArray();
      out.writeLong(checksum(soFar, soFar.length));
    }
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try (FileChannel file =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      file.force(true);
    }
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] packed(String lines) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(lines.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static long checksum(byte[] bytes, int length) {
    var sum = new CRC32C();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }

  /**
   * The lines; null if there is no file.
   *
   * @throws IOException in one line, if it is damaged or not of this server
   */
  @Nullable String read() throws IOException {
    if (!Files.exists(path)) {
      return null;
    }
    if (Files.size(path) > MAX_BYTES) {
      throw new IOException("it is too long");
    }
    byte[] all = Files.readAllBytes(path);
    int end = all.length - CHECKSUM;
    if (end <= MARK.length
        || !Arrays.equals(all, 0, MARK.length, MARK, 0, MARK.length)
        || ByteBuffer.wrap(all).getLong(end) != checksum(all, end)) {
      throw new IOException("it is damaged, or of something else");
    }
    try (var in =
        new DataInputStream(new ByteArrayInputStream(all, MARK.length, end - MARK.length))) {
      boolean isSealed = in.readBoolean();
      byte[] rest = in.readAllBytes();
      if (isSealed != (seal != null)) {
        throw new IOException("it is " + (isSealed ? "" : "not ") + "sealed");
      }
      return unpacked(seal == null ? rest : seal.open(rest));
    }
  }

  private static String unpacked(byte[] packed) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] lines = in.readNBytes((int) MAX_BYTES);
      return new String(lines, UTF_8);
    }
  }
}
