package io.larder.store.lmdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** LMDB's file of a store that is closed, whose bytes can be changed. */
record DataFile(Path path) {
  private static final int MAX_KEY_LENGTH = 511;

  static DataFile in(Path directory) {
    return new DataFile(directory.resolve("data.mdb"));
  }

  /** The only file of a store that was closed which another folder needs. */
  DataFile copyTo(Path directory) throws IOException {
    DataFile copy = in(directory);
    Files.copy(path, copy.path);
    return copy;
  }

  /** Where that text stands, which in pages that are no longer used it may do too. */
  List<Long> find(String text) throws IOException {
    String content = Files.readString(path, ISO_8859_1);
    List<Long> found = new ArrayList<>();
    for (int at = content.indexOf(text); at >= 0; at = content.indexOf(text, at + 1)) {
      found.add((long) at);
    }
    return found;
  }

  /**
   * Where that value of a record stands with its checksum behind it. What is left of one in a page
   * that was written again may share its last bytes with something else.
   */
  List<Long> findRecord(byte[] value) throws IOException {
    byte[] content = Files.readAllBytes(path);
    return find(new String(value, ISO_8859_1)).stream()
        .filter(at -> hasChecksum(content, Math.toIntExact(at), value.length))
        .toList();
  }

  /** The checksum is of the key, too, which stands in front and has some length. */
  private static boolean hasChecksum(byte[] content, int at, int length) {
    int checksum = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder()).getInt(at + length);
    return IntStream.rangeClosed(1, Math.min(at, MAX_KEY_LENGTH))
        .anyMatch(
            key -> {
              var crc = new CRC32C();
              crc.update(content, at - key, key + length);
              return (int) crc.getValue() == checksum;
            });
  }

  /** Changes one bit of a byte. */
  void flip(long at) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1 << at % 8)).flip();
      file.write(one, at);
    }
  }

  /** Changes a bit of that text wherever it stands. */
  void damage(String text) throws IOException {
    List<Long> found = find(text);
    if (found.isEmpty()) {
      throw new AssertionError("the file does not have " + text);
    }
    for (long at : found) {
      flip(at + text.length() / 2);
    }
  }
}
