package io.larder.proxy.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the data files of an export, and holds them against its manifest. */
final class ExportReader implements ItemReader {
  private final S3Export export;
  private final long bytes;
  private int next;
  private long bytesBefore;
  private long itemsOfFile;
  private @Nullable SourceFile file;
  private @Nullable JsonItems items;

  ExportReader(S3Export export) throws IOException {
    this.export = export;
    long sum = 0;
    for (S3Export.DataFile data : export.files()) {
      if (!Files.exists(data.path())) {
        throw new IOException("There is no " + data.path() + ", which the manifest names");
      }
      sum += Files.size(data.path());
    }
    this.bytes = sum;
  }

  @Override
  public @Nullable Row next() throws IOException {
    while (true) {
      Row row = items == null ? null : items.next();
      if (row != null) {
        itemsOfFile++;
        return row;
      }
      end();
      if (next == export.files().size()) {
        return null;
      }
      file = SourceFile.open(export.files().get(next++).path());
      items = new JsonItems(file);
      itemsOfFile = 0;
    }
  }

  /** Nothing may be missing from the file that was read. */
  private void end() throws IOException {
    SourceFile ended = file;
    if (ended == null) {
      return;
    }
    S3Export.DataFile wanted = export.files().get(next - 1);
    String md5 = wanted.md5();
    boolean isSame = md5 == null || md5.equals(Base64.getEncoder().encodeToString(ended.digest()));
    bytesBefore += ended.bytesRead();
    file = null;
    items = null;
    ended.close();
    if (!isSame || itemsOfFile != wanted.items()) {
      throw new IOException(
          wanted.path() + " is not what the manifest says: " + itemsOfFile + " items were read");
    }
  }

  @Override
  public long bytesRead() {
    SourceFile current = file;
    return bytesBefore + (current == null ? 0 : current.bytesRead());
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public List<ObjectNode> tables() {
    ObjectNode table = export.table();
    return table == null ? List.of() : List.of(table);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
