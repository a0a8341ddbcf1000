package io.larder.proxy.transfer;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.GZIPInputStream;

/** A file that is read once, and unpacked if it is packed. */
final class SourceFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private final Path path;
  private final MessageDigest md5 = md5();
  private final Counting raw;
  private final InputStream text;

  private SourceFile(Path path, InputStream file) throws IOException {
    this.path = path;
    this.raw = new Counting(new DigestInputStream(file, md5));
    var buffered = new BufferedInputStream(raw, BUFFER);
    buffered.mark(2);
    boolean isPacked = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
    buffered.reset();
    this.text = isPacked ? new GZIPInputStream(buffered, BUFFER) : buffered;
  }

  /** Counts what is read. */
  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      count += Math.max(read, 0);
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  static SourceFile open(Path path) throws IOException {
    InputStream file = Files.newInputStream(path);
    try {
      return new SourceFile(path, file);
    } catch (IOException e) {
      file.close();
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  // What the layout of exports has.
  @SuppressWarnings("InsecureCryptoUsage")
  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Path path() {
    return path;
  }

  /** What is in it, unpacked. */
  InputStream text() {
    return text;
  }

  long bytesRead() {
    return raw.count;
  }

  /** The MD5 of all that is in the file, which is read to its end for that. */
  byte[] digest() throws IOException {
    raw.transferTo(OutputStream.nullOutputStream());
    return md5.digest();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
