package io.larder.cache.restart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.store.seal.BrokenSealException;
import io.larder.store.seal.KeyProvider;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.SealKey;
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
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that is whole or not there: a mark, how it is sealed, the lines compressed, and a
 * checksum of all that is before. With a master key the lines are sealed under a key of their own,
 * which the master key wraps.
 */
final class KeyFile {
  private static final byte[] MARK = "LARDERK1".getBytes(US_ASCII);
  private static final Map<String, String> CONTEXT = Map.of("larder", "warm-restart");
  private static final byte[] PURPOSE = "warm restart".getBytes(US_ASCII);
  private static final int CHECKSUM = Long.BYTES;

  /** A file that is longer was not written here. */
  private static final long MAX_BYTES = 256L << 20;

  private final Path path;
  private final @Nullable KeyProvider master;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param master null if nothing is sealed
   */
  KeyFile(Path path, @Nullable KeyProvider master) {
    this.path = path;
    this.master = master;
  }

  Path path() {
    return path;
  }

  void write(String lines) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(MARK);
      byte[] packed = packed(lines);
      if (master == null) {
        out.writeShort(0);
        out.write(packed);
      } else {
        seal(packed, out);
      }
      byte[] soFar = bytes.toByteArray();
      out.writeLong(checksum(soFar, soFar.length));
    } catch (KeyUnavailableException e) {
      throw new IOException("the master key cannot be used: " + e.getMessage(), e);
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

  private void seal(byte[] packed, DataOutputStream out)
      throws IOException, KeyUnavailableException {
    byte[] key = random(SealKey.BYTES);
    byte[] wrapped = Objects.requireNonNull(master).wrap(key, CONTEXT);
    byte[] nonce = random(SealKey.NONCE);
    out.writeShort(wrapped.length);
    out.write(wrapped);
    out.write(nonce);
    out.write(new SealKey(key).seal(nonce, packed, PURPOSE));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
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
    if (end < MARK.length + Short.BYTES
        || !Arrays.equals(all, 0, MARK.length, MARK, 0, MARK.length)
        || ByteBuffer.wrap(all).getLong(end) != checksum(all, end)) {
      throw new IOException("it is damaged, or of something else");
    }
    try (var in =
        new DataInputStream(new ByteArrayInputStream(all, MARK.length, end - MARK.length))) {
      byte[] wrapped = in.readNBytes(in.readUnsignedShort());
      byte[] rest = in.readAllBytes();
      if ((wrapped.length == 0) != (master == null)) {
        throw new IOException("it is " + (master == null ? "" : "not ") + "sealed");
      }
      return unpacked(wrapped.length == 0 ? rest : opened(wrapped, rest));
    } catch (KeyUnavailableException | BrokenSealException e) {
      throw new IOException("it cannot be opened: " + e.getMessage(), e);
    }
  }

  private byte[] opened(byte[] wrapped, byte[] rest) throws KeyUnavailableException {
    byte[] key = Objects.requireNonNull(master).unwrap(wrapped, CONTEXT);
    return new SealKey(key).open(rest, 0, PURPOSE);
  }

  private static String unpacked(byte[] packed) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] lines = in.readNBytes((int) MAX_BYTES);
      return new String(lines, UTF_8);
    }
  }
}
