package io.larder.proxy.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;

/** Writes items, each in a line, to a file. Safe for any number of threads. */
final class LinesWriter implements TableScan.Sink, AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final byte[] BEFORE = "{\"Item\":".getBytes(StandardCharsets.UTF_8);

  private final MessageDigest md5 = SourceFile.md5();
  private final OutputStream out;
  private long items;

  LinesWriter(Path file, boolean isPacked) throws IOException {
    OutputStream raw =
        new DigestOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            md5);
    this.out = isPacked ? new GZIPOutputStream(raw, BUFFER) : new BufferedOutputStream(raw, BUFFER);
  }

  @Override
  public synchronized void item(JsonNode item) throws IOException {
    out.write(BEFORE);
    out.write(TableClient.MAPPER.writeValueAsBytes(item));
    out.write('}');
    out.write('\n');
    items++;
  }

  /** Writes a line of text. */
  synchronized void line(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  long items() {
    return items;
  }

  /** The MD5 of the file, once it is closed. */
  byte[] digest() {
    return md5.digest();
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
