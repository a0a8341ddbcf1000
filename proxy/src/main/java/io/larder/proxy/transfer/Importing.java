package io.larder.proxy.transfer;

import io.larder.proxy.maintenance.JsonLine;
import io.larder.proxy.maintenance.LongCommand;
import io.larder.proxy.maintenance.ProgressDisplay;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Puts all items of a reader into tables, for a command. */
final class Importing {
  /** So many items that are refused are named. */
  private static final int MOST_NAMED = 20;

  private final TableClient client;
  private final ProgressDisplay progress;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean isJson;
  private int named;

  Importing(
      TableClient client,
      ProgressDisplay progress,
      PrintWriter out,
      PrintWriter err,
      boolean isJson) {
    this.client = client;
    this.progress = progress;
    this.out = out;
    this.err = err;
    this.isJson = isJson;
  }

  /** Tells the table of an item. */
  @FunctionalInterface
  interface Target {
    String of(ItemReader.Row row) throws IOException;
  }

  /** Imports what is not done yet; returns the exit code. */
  int run(ItemReader reader, Target target, ResumeFile state)
      throws IOException, InterruptedException {
    long skip = state.done();
    try (var writer = new ItemWriter(client, (number, reason) -> refused(skip + number, reason))) {
      copy(reader, writer, target, skip, state);
      progress.end();
      state.delete();
      long imported = skip + writer.done() - writer.errors();
      out.println(
          isJson
              ? JsonLine.of("imported", imported, "refused", writer.errors())
              : "Imported %,d items, refused %,d".formatted(imported, writer.errors()));
      return writer.errors() == 0 ? LongCommand.OK : LongCommand.FAILED;
    }
  }

  private void refused(long number, String reason) {
    if (named++ < MOST_NAMED) {
      progress.end();
      err.println("larder: item " + number + ": " + reason);
      err.flush();
    }
  }

  private void copy(
      ItemReader reader, ItemWriter writer, Target target, long skip, ResumeFile state)
      throws IOException, InterruptedException {
    long read = 0;
    long bytesBefore = 0;
    try {
      for (ItemReader.Row row = next(reader, writer); row != null; row = next(reader, writer)) {
        if (read++ < skip) {
          continue;
        }
        long bytes = reader.bytesRead();
        writer.put(target.of(row), row.item(), (int) Math.max(1_000, bytes - bytesBefore));
        bytesBefore = bytes;
        state.at(skip + writer.done());
        progress.at("import", read, total(read, bytes, reader.bytes()));
      }
      writer.finish();
    } finally {
      state.write(skip + writer.done());
    }
  }

  /** The next item; those before one that cannot be read are imported. */
  private static ItemReader.@Nullable Row next(ItemReader reader, ItemWriter writer)
      throws IOException, InterruptedException {
    try {
      return reader.next();
    } catch (IOException e) {
      writer.finish();
      throw e;
    }
  }

  /** About how many items there are, by the part of the bytes that was read. */
  private static long total(long read, long bytesRead, long bytes) {
    return bytesRead == 0 ? 0 : Math.max(read, Math.round((double) read * bytes / bytesRead));
  }
}
