package io.larder.store.lmdb;

import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.NewTable;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Env;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.CheckpointTiming;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.EngineParts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/format.md} says is so. */
final class FormatPageTest {
  private static final Pattern BYTES_OF_A_ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
  private static final int LOG_HEADER = 52;
  private static final int GROUP_HEADER = 20;

  @TempDir Path directory;

  @Test
  void theExampleHasTheBytesThatAreWritten() throws IOException {
    List<String> written = new ArrayList<>();
    makeExample();
    ByteBuffer log = contents("write-a.log");
    parts(written, log, 8, 8, 8, 8, 8, 8, 4);
    // The first group creates the table.
    log.position(LOG_HEADER + GROUP_HEADER + log.getInt(LOG_HEADER));
    parts(written, log, 4, 8, 4, 4);
    parts(written, log, 1, 2, 4, 4, 16, 8, 9, 1, 11, 1, 1, 55);
    parts(written, log, 1, 2, 4, 4, 8, 8);
    parts(written, contents("acknowledged"), 8, 8, 8, 8, 8, 4);
    LmdbTableStore.open(options()).close();
    try (var env = Env.open(directory, 1 << 26, 10, 4, Env.NO_TLS, 0640)) {
      Dbi database = Objects.requireNonNull(env.openPlain("data.4"));
      try (var txn = env.beginRead();
          var data = database.openCursor(txn)) {
        data.first();
        ByteBuffer value = ByteBuffer.wrap(data.value());
        parts(written, value.position(value.limit() - Integer.BYTES), 4);
      }
    }

    assertThat(rowsBehind("## An example in bytes")).isEqualTo(written);
  }

  @Test
  void thePageNamesAllDatabasesAndKeysOfTheCatalogue() throws IOException {
    assertThat(rowsBehind("## Databases"))
        .containsSubsequence(
            Database.ALL.stream().map(one -> one.name().toLowerCase(Locale.ROOT) + ".4").toList());
    List<String> keys = new ArrayList<>();
    for (CatalogKey key : CatalogKey.values()) {
      keys.add(HexFormat.of().formatHex(key.bytes()));
    }
    assertThat(rowsBehind("## The catalogue")).containsSubsequence(keys);
  }

  private LmdbOptions options() {
    return LmdbOptions.durable(directory).withMapSize(1 << 26);
  }

  /** A table and an item, in a store without anything that is random. */
  private void makeExample() throws IOException {
    EngineParts parts = CheckpointTiming.NEVER.withRandom(new Random(1));
    LmdbTableStore store = LmdbTableStore.withoutThread(options(), parts);
    var table = store.change(NewTable.named("Music", "Artist:S", "Song:S").request());
    store.writer().step();
    table.join();
    var item = store.write(put("Music", "Artist", s("Nina Simone"), "Song", s("Sinnerman")));
    store.writer().step();
    item.join();
    store.abandon();
  }

  private ByteBuffer contents(String file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(directory.resolve(file)));
  }

  /** Adds the next bytes in parts of these lengths, as the page shows them. */
  private static void parts(List<String> target, ByteBuffer bytes, int... lengths) {
    for (int length : lengths) {
      byte[] part = new byte[length];
      bytes.get(part);
      target.add(
          isText(part)
              ? new String(part, StandardCharsets.US_ASCII)
              : HexFormat.ofDelimiter(" ").formatHex(part));
    }
  }

  private static boolean isText(byte[] part) {
    for (byte b : part) {
      if (b < ' ') {
        return false;
      }
    }
    return part.length > Long.BYTES;
  }

  /** What begins the rows of the tables of a section. */
  private static List<String> rowsBehind(String heading) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "format.md"));
    String section = page.substring(page.indexOf(heading) + heading.length()).split("\n## ", 2)[0];
    return BYTES_OF_A_ROW.matcher(section).results().map(row -> row.group(1)).toList();
  }
}
