package io.larder.proxy;

import static io.larder.proxy.SecuredLarder.allow;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.maintenance.BackupCommand;
import io.larder.proxy.maintenance.CompactCommand;
import io.larder.proxy.maintenance.RestoreCommand;
import io.larder.proxy.maintenance.VerifyCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Long work that operators ask a server for, or do to its files. */
final class MaintenanceIT {
  @TempDir private Path folder;

  private Map<String, String> backups() {
    return Map.of("store.backups", folder.resolve("backups").toString());
  }

  /** What a command prints, behind its exit code. */
  private static String run(Object command, String... arguments) {
    var said = new StringWriter();
    int code =
        new CommandLine(command)
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute(arguments);
    return code + " " + said;
  }

  private static String admin(Larder larder) {
    return "127.0.0.1:" + larder.adminAddresses().getFirst().getPort();
  }

  private static HttpResponse<String> post(String address, String path, String contentType)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://" + address + path))
              .header("content-type", contentType)
              .POST(BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void aServerVerifiesAndSavesItsTablesWhichAreRestored() {
    String saved = folder.resolve("backups/first").toString();
    String restored = folder.resolve("restored").toString();
    try (Larder larder = RunningLarder.inMemory(backups())) {
      TransferIT.fill(larder, "Music", 100);

      assertThat(run(new VerifyCommand(Map.of()), "--admin", admin(larder)))
          .startsWith("0 Nothing is damaged: ")
          .contains(" 100 items");
      assertThat(run(new BackupCommand(Map.of()), "--admin", admin(larder), "--name", "first"))
          .startsWith("0 Saved ")
          .contains(saved);
      assertThat(run(new BackupCommand(Map.of()), "--admin", admin(larder), "--name", "first"))
          .isEqualTo("1 larder: " + saved + " is there already\n");
      assertThat(
              run(new BackupCommand(Map.of()), "--admin", admin(larder), "--name", "..", "--json"))
          .startsWith("1 larder: " + admin(larder) + " answers 400: the name of a backup must be");
    }

    assertThat(run(new RestoreCommand(), saved, "--data-dir", restored))
        .startsWith("0 Restored in");
    assertThat(run(new VerifyCommand(Map.of()), "--data-dir", restored, "--json"))
        .startsWith("0 {\"sound\":true,")
        .contains("\"items\":100");
    assertThat(run(new CompactCommand(), "--data-dir", restored)).startsWith("0 The tables take");
    String copy = folder.resolve("copy").toString();
    assertThat(run(new BackupCommand(Map.of()), "--data-dir", restored, "--to", copy))
        .startsWith("0 Saved ");
    assertThat(Path.of(copy, "SHA256SUMS")).exists();
  }

  @Test
  void damageIsToldByTheExitCode() throws IOException {
    Path data = folder.resolve("backups/damaged");
    try (Larder larder = RunningLarder.inMemory(backups())) {
      TransferIT.fill(larder, "Music", 100);
      run(new BackupCommand(Map.of()), "--admin", admin(larder), "--name", "damaged");
    }
    byte[] bytes = Files.readAllBytes(data.resolve("data.mdb"));
    byte[] text = "title 42".getBytes(UTF_8);
    for (int at = 0; at + text.length < bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
        bytes[at] ^= 1;
      }
    }
    Files.write(data.resolve("data.mdb"), bytes);

    assertThat(run(new VerifyCommand(Map.of()), "--data-dir", data.toString()))
        .startsWith("1 damaged: data: a record of table Music with the key hash ")
        .contains("Something is damaged: ");
    assertThat(run(new RestoreCommand(), data.toString(), "--data-dir", folder + "/new"))
        .startsWith("1 larder: ")
        .contains("is not what was saved");
    assertThat(run(new CompactCommand(), "--data-dir", data.toString()))
        .startsWith("1 larder: the store is damaged, see larder verify");
    assertThat(run(new VerifyCommand(Map.of()), "--data-dir", folder + "/none"))
        .startsWith("2 larder: There is no data.mdb in");
  }

  @Test
  void aStrangersPageCannotBeginWork() throws Exception {
    try (Larder larder = RunningLarder.inMemory(backups())) {
      assertThat(post(admin(larder), "/admin/maintenance/verify", "text/plain").statusCode())
          .isEqualTo(415);
      assertThat(post(admin(larder), "/admin/maintenance/verify", "application/json").statusCode())
          .isEqualTo(202);
    }
  }

  @Test
  void aServerBeforeAnUpstreamHasNoTablesToVerify() {
    try (Larder upstream = RunningLarder.inMemory(Map.of());
        Larder before = RunningLarder.before(upstream, backups())) {
      assertThat(run(new VerifyCommand(Map.of()), "--admin", admin(before)))
          .endsWith("answers 409: the tables are kept by the upstream\n");
    }
  }

  @Test
  void onlyWhoIsAllowedToIsServed() {
    try (var server = new SecuredLarder(folder, backups())) {
      AwsCredentials operator = server.create("operator");
      server.permit(
          "operator",
          allow("larder:VerifyStore larder:GetMaintenance larder:CancelMaintenance", "*"));
      Map<String, String> environment =
          Map.of(
              "AWS_ACCESS_KEY_ID", operator.accessKeyId(),
              "AWS_SECRET_ACCESS_KEY", operator.secretAccessKey());

      assertThat(run(new VerifyCommand(environment), "--admin", admin(server.larder())))
          .startsWith("0 Nothing is damaged");
      assertThat(run(new BackupCommand(environment), "--admin", admin(server.larder())))
          .startsWith("1 larder: ")
          .contains("is not authorized to perform: larder:CreateBackup");
      assertThat(run(new VerifyCommand(Map.of()), "--admin", admin(server.larder())))
          .startsWith("2 larder: ")
          .contains("Request is missing Authentication Token");
    }
  }
}
