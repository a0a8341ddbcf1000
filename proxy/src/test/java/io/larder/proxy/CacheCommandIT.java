package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.caches.CacheCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What operators see of the caches of a server, and do to them. */
final class CacheCommandIT {
  private static final String KEY = "{\"pk\":{\"S\":\"p2\"},\"sk\":{\"N\":\"7\"}}";

  @TempDir private Path folder;

  private static String run(Larder larder, String... arguments) {
    return run(larder, Map.of(), arguments);
  }

  /** What a command prints, behind its exit code. */
  private static String run(Larder larder, Map<String, String> environment, String... arguments) {
    var said = new StringWriter();
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--admin";
    all[arguments.length + 1] = "127.0.0.1:" + larder.adminAddresses().getFirst().getPort();
    int code =
        new CommandLine(new CacheCommand(environment))
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute(all);
    return code + " " + said;
  }

  @Test
  void whatIsWarmedIsKnownUntilItIsInvalidated() throws IOException {
    Path keys = folder.resolve("keys");
    Files.writeString(keys, KEY + "\n\n{\"pk\":{\"S\":\"p3\"},\"sk\":{\"N\":\"8\"}}\n");
    try (Larder larder = RunningLarder.inMemory(Map.of())) {
      TransferIT.fill(larder, "Music", 100);
      assertThat(run(larder, "invalidate", "--all")).startsWith("0 Forgotten: ");
      assertThat(run(larder, "peek", "--table", "Music", "--key", KEY))
          .isEqualTo("0 {\"known\":\"nothing\"}\n");

      assertThat(run(larder, "warm", "--table", "Music", "--keys", keys.toString()))
          .isEqualTo("0 Read 2 items, and 0 could not be\n");
      assertThat(run(larder, "peek", "--table", "Music", "--key", KEY))
          .startsWith("0 {\"known\":\"item\",\"bytes\":");

      assertThat(run(larder, "invalidate", "--table", "Music", "--key", KEY))
          .isEqualTo("0 Forgotten: 1 items, and pages\n");
      assertThat(run(larder, "peek", "--table", "Music", "--key", KEY))
          .isEqualTo("0 {\"known\":\"nothing\"}\n");
      assertThat(run(larder, "invalidate", "--table", "Music", "--key", "{\"pk\":{\"S\":\"p3\"}}"))
          .isEqualTo("0 Forgotten: 1 items, and pages\n");
      assertThat(run(larder, "warm", "--scan", "{\"TableName\":\"Music\"}", "--json"))
          .contains("{\"items\":100,\"failed\":0}");
      assertThat(run(larder, "invalidate", "--table", "Music", "--json"))
          .isEqualTo("0 {\"items\":100}\n");
      assertThat(run(larder, "stats")).contains("table Music: items ");
      assertThat(run(larder, "advise")).contains("memory × 4.0, time to live × 1.0: ");
    }
  }

  @Test
  void whatIsWrongIsSaid() {
    try (Larder larder = RunningLarder.inMemory(Map.of())) {
      TransferIT.fill(larder, "Music", 1);

      assertThat(run(larder, "invalidate")).startsWith("2 larder: either --table, ");
      assertThat(run(larder, "invalidate", "--table", "Nothing"))
          .startsWith("1 larder: ")
          .contains(" answers 404: nothing is known of table Nothing");
      assertThat(run(larder, "peek", "--table", "Music", "--key", "{\"no\":{\"S\":\"1\"}}"))
          .startsWith("1 larder: ")
          .contains("The provided key element does not match the schema");
      assertThat(run(larder, "warm", "--query", "{\"TableName\":\"Music\"}"))
          .startsWith("1 larder: ")
          .contains(" answers 400: ");
      assertThat(run(larder, "warm")).startsWith("2 larder: one of --keys with --table, ");
    }
  }
}
