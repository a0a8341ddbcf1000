package io.larder.security.audit.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A log that records are added to. It is compressed as it grows, in pieces that can be read without
 * those that follow, so that of a process that is killed every record is left that was written.
 *
 * <p>What was compressed is kept until it is durable, and written at the same place again if that
 * failed: a disk that was full for a while leaves no gap. For one thread.
 */
public final class OpenLog implements Closeable {
  static final byte[] HEAD = "{\"Records\":[".getBytes(US_ASCII);
  static final byte[] TAIL = "]}".getBytes(US_ASCII);
  private static final byte[] COMMA = {','};

  /** RFC 1952: deflate, no flags, no time, by a system of no name. */
  private static final byte[] GZIP_HEAD = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

  private static final int CHUNK = 64 * 1024;

  private final Path file;
  private final FileChannel channel;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final CRC32 crc = new CRC32();
  private final MessageDigest digest;

  /** What is added and not compressed yet, for many records cost little more than one. */
  private final byte[] added = new byte[CHUNK];

  private int addedLength;

  /** What is compressed and not durable yet: the first {@link #unsynced} bytes. */
  private byte[] buffer = new byte[CHUNK];

  private int unsynced;
  private int written;
  private long durable;

  private long length;
  private int records;
  private long oldest = Long.MAX_VALUE;
  private long newest = Long.MIN_VALUE;

  /** Of the whole content; null until there is no more of it. */
  private @Nullable String hash;

  private OpenLog(Path file, FileChannel channel, MessageDigest digest) {
    this.file = file;
    this.channel = channel;
    this.digest = digest;
  }

  /** Begins a new file. */
  static OpenLog create(Path file) throws IOException {
    var log =
        new OpenLog(
            file,
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            sha256());
    log.append(GZIP_HEAD, GZIP_HEAD.length);
    log.put(HEAD, HEAD.length);
    return log;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has it", e);
    }
  }

  /** The file's name. */
  String name() {
    return String.valueOf(file.getFileName());
  }

  Path file() {
    return file;
  }

  /** Bytes before compression. */
  long length() {
    return length;
  }

  /** Bytes that are not durable. */
  int unsynced() {
    return unsynced + addedLength;
  }

  /** Adds a record of that time. */
  public void add(byte[] json, int count, long timeMillis) {
    if (records > 0) {
      put(COMMA, 1);
    }
    put(json, count);
    records++;
    oldest = Math.min(oldest, timeMillis);
    newest = Math.max(newest, timeMillis);
  }

  private void put(byte[] bytes, int count) {
    length += count;
    if (count > CHUNK - addedLength) {
      compressAdded();
    }
    if (count > CHUNK) {
      compress(bytes, count);
    } else {
      System.arraycopy(bytes, 0, added, addedLength, count);
      addedLength += count;
    }
  }

  private void compressAdded() {
    compress(added, addedLength);
    addedLength = 0;
  }

  private void compress(byte[] bytes, int count) {
    crc.update(bytes, 0, count);
    digest.update(bytes, 0, count);
    deflater.setInput(bytes, 0, count);
    drain(Deflater.NO_FLUSH);
  }

  private void drain(int flush) {
    while (true) {
      reserve(CHUNK / 4);
      int room = buffer.length - unsynced;
      int count = deflater.deflate(buffer, unsynced, room, flush);
      unsynced += count;
      if (count < room) {
        return;
      }
    }
  }

  private void append(byte[] bytes, int count) {
    reserve(count);
    System.arraycopy(bytes, 0, buffer, unsynced, count);
    unsynced += count;
  }

  private void reserve(int count) {
    if (buffer.length - unsynced < count) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, unsynced + count));
    }
  }

  /** Writes what was added, so that it outlives the process. */
  void write() throws IOException {
    if (hash == null) {
      compressAdded();
      drain(Deflater.SYNC_FLUSH);
    }
    ByteBuffer rest = ByteBuffer.wrap(buffer, written, unsynced - written);
    while (rest.hasRemaining()) {
      written += channel.write(rest, durable + written);
    }
  }

  /** Writes what was added, so that it outlives the machine. */
  void sync() throws IOException {
    write();
    try {
      channel.force(false);
    } catch (IOException e) {
      // What the system has lost is not written by asking it again.
      written = 0;
      throw e;
    }
    durable += unsynced;
    unsynced = 0;
    written = 0;
    if (buffer.length > 4 * CHUNK) {
      buffer = new byte[CHUNK];
    }
  }

  /** Ends the file. May be called again if it fails. */
  void finish() throws IOException {
    if (hash == null) {
      put(TAIL, TAIL.length);
      compressAdded();
      deflater.finish();
      drain(Deflater.NO_FLUSH);
      var trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      trailer.putInt((int) crc.getValue()).putInt((int) length);
      append(trailer.array(), trailer.capacity());
      hash = HexFormat.of().formatHex(digest.digest());
    }
    sync();
  }

  /** The log, which is finished and will be that object. */
  CompleteLog complete(String object) {
    return new CompleteLog(object, Objects.requireNonNull(hash), time(newest), time(oldest));
  }

  private @Nullable Instant time(long millis) {
    return records == 0 ? null : Instant.ofEpochMilli(millis);
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    channel.close();
  }
}
