package io.larder.proxy.maintenance;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.admin.AdminClient;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.keys.StoreEncryption;
import io.larder.store.lmdb.maintenance.StoppedStore;
import io.larder.store.lmdb.maintenance.VerificationReport;
import io.larder.store.seal.Encryption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code larder verify}: looks for damage. */
@Command(
    name = "verify",
    description = {
      "Looks at every page, record, index and checksum of the tables, and names each damage; of a"
          + " running server, or with --data-dir or --config of one that is stopped. Nothing is"
          + " changed.",
      "A server asks for larder:VerifyStore, larder:GetMaintenance and larder:CancelMaintenance.",
      "Exit codes: 0 nothing is damaged, 1 something is, 2 it cannot be told, 130 interrupted."
    })
public final class VerifyCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private final AdminClient server = new AdminClient();
  @Mixin private final StoreOptions store = new StoreOptions();

  @Option(names = "--json", description = "Print progress and result as JSON, one in a line.")
  private boolean isJson;

  /** Picocli makes it by this. */
  VerifyCommand() {
    this(System.getenv());
  }

  public VerifyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return new LongCommand(out, spec.commandLine().getErr(), isJson)
        .run(
            LongCommand.CANNOT_TELL,
            progress -> {
              JsonNode result =
                  store.isGiven()
                      ? verify(progress)
                      : new ServerWork(server, environment).run("/verify", progress);
              progress.end();
              return print(result, out);
            });
  }

  private JsonNode verify(ProgressDisplay progress) throws IOException {
    Configuration configuration = store.configuration(environment);
    @Nullable Encryption encryption = StoreEncryption.of(configuration);
    SortedMap<String, VerificationReport> reports = new TreeMap<>();
    for (Map.Entry<String, Path> each :
        StoreOptions.stores(configuration.store().dataDir()).entrySet()) {
      reports.put(each.getKey(), StoppedStore.verify(each.getValue(), encryption, progress));
    }
    var json = new JsonWriter();
    VerificationText.write(reports, json);
    return new ObjectMapper().readTree(json.toByteArray());
  }

  private int print(JsonNode result, PrintWriter out) {
    boolean isSound = result.path("sound").asBoolean();
    if (isJson) {
      out.println(result);
    } else {
      result.path("damages").forEach(damage -> out.println("damaged: " + damage.asString()));
      long more = result.path("unlisted").asLong();
      if (more > 0) {
        out.println("damaged: and " + more + " more");
      }
      result.path("notes").forEach(note -> out.println("note: " + note.asString()));
      out.println(
          "%s: %,d records, %,d items"
              .formatted(
                  isSound ? "Nothing is damaged" : "Something is damaged",
                  result.path("records").asLong(),
                  result.path("items").asLong()));
    }
    return isSound ? LongCommand.OK : LongCommand.FAILED;
  }
}
