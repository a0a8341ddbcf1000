package io.larder.security.audit.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.security.audit.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class TrailFilesTest {
  @TempDir Path path;
  private Folder folder;

  @BeforeEach
  void setUp() {
    folder = new Folder(path);
  }

  @Test
  void logsAndDigestsAreWhereCloudTrailPutsThem() throws IOException {
    try (TrailFiles files = folder.open()) {
      folder.add(files, 1);
      folder.pass(Duration.ofMinutes(5));
      files.tick();
    }

    assertThat(folder.logs())
        .singleElement()
        .asString()
        .matches(
            ".*/audit/AWSLogs/000000000000/CloudTrail/eu-west-1/2026/11/30/"
                + "000000000000_CloudTrail_eu-west-1_20261130T1200Z_[A-Za-z0-9]{16}\\.json\\.gz");
    assertThat(folder.digests())
        .first()
        .asString()
        .endsWith(
            "/audit/AWSLogs/000000000000/CloudTrail-Digest/eu-west-1/2026/11/30/"
                + "000000000000_CloudTrail-Digest_eu-west-1_larder_eu-west-1_"
                + "20261130T120000Z.json.gz");
    assertThat(folder.content())
        .isEqualTo(
            "{\"Records\":[{\"eventTime\":\"2026-11-30T12:00:00Z\",\"number\":1,"
                + "\"text\":\"}]\\\"{\"}]}\n");
  }

  @Test
  void aDigestIsWrittenEachHourAlsoIfThereIsNothingToTell() throws IOException {
    try (TrailFiles files = folder.open()) {
      for (int hour = 0; hour < 3; hour++) {
        folder.pass(Duration.ofHours(1));
        files.tick();
      }
      assertThat(files.rest()).isEqualTo(Duration.ofHours(1));
    }

    assertThat(folder.digests()).hasSize(5);
    assertThat(folder.verify().problems()).isEmpty();
    assertThat(folder.verify().digests()).isEqualTo(5);
  }

  @Test
  void theChainGoesOnWhenTheServerIsStartedAgain() throws IOException {
    for (int start = 0; start < 3; start++) {
      try (TrailFiles files = folder.open()) {
        folder.add(files, start);
        folder.pass(Duration.ofMinutes(7));
      }
    }

    Verification.Report report = folder.verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.logs()).isEqualTo(3);
    assertThat(report.from()).isEqualTo(Folder.NOON);
    assertThat(report.to()).isAfterOrEqualTo(Folder.NOON.plus(Duration.ofMinutes(21)));
  }

  @Test
  void noLogIsInTwoDigestsIfTheServerIsStartedOftenInAMinute() throws IOException {
    for (int start = 0; start < 5; start++) {
      try (TrailFiles files = folder.open()) {
        folder.add(files, start);
        folder.pass(Duration.ofSeconds(7));
      }
    }

    assertThat(folder.verify().problems()).isEmpty();
    assertThat(folder.verify().logs()).isEqualTo(5);
  }

  @Test
  void whatWasWrittenBeforeAKillIsCompletedAtTheNextStart() throws IOException {
    // Given a log that three records were written to, each by itself
    List<Integer> lengths = new ArrayList<>();
    byte[] whole;
    String name;
    try (TrailFiles files = folder.open()) {
      for (int number = 0; number < 3; number++) {
        folder.add(files, number);
        files.write();
        lengths.add((int) Files.size(files.log().file()));
      }
      whole = Files.readAllBytes(files.log().file());
      name = files.log().name();
    }
    var layout = new AuditLayout(path.resolve("killed"), Events.SITE);
    AuditFolder.create(layout.open());

    for (int length = 0; length <= whole.length; length++) {
      // When it was cut off there
      Files.write(layout.open().resolve(name), Arrays.copyOf(whole, length));
      int completed = new LeftLogs(layout).complete();

      // Then what had been written whole is there
      int cut = length;
      var records = new StringJoiner(",", "{\"Records\":[", "]}");
      for (int number = 0; number < lengths.stream().filter(end -> end <= cut).count(); number++) {
        records.add(new String(folder.record(number), UTF_8));
      }
      assertThat(completed).isEqualTo(1);
      assertThat(new String(DigestChain.content(layout.file(layout.logObject(name))), UTF_8))
          .startsWith(records.toString().substring(0, records.length() - 2))
          .endsWith("]}");
      assertThat(AuditFolder.files(layout.open())).isEmpty();
    }
  }

  @Test
  void whatAKillLeftIsSignedAtTheNextStart() throws IOException {
    folder.open().close();
    Path open = folder.options.folder().resolve("open");
    OpenLog log =
        OpenLog.create(
            open.resolve(
                "000000000000_CloudTrail_eu-west-1_20261130T1200Z_abcdefghijklmnop.json.gz"));
    byte[] json = folder.record(5);
    log.add(json, json.length, Events.NOON);
    log.write();
    log.close();

    folder.open().close();

    assertThat(folder.content()).contains("\"number\":5");
    assertThat(folder.verify().problems()).isEmpty();
    assertThat(folder.verify().logs()).isEqualTo(1);
    assertThat(folder.verify().waiting()).isZero();
  }

  @Test
  void whatFailedIsWrittenWhenTheDiskLetsIt() throws IOException {
    try (TrailFiles files = folder.open()) {
      folder.add(files, 1);
      files.sync();
      Path place = folder.options.folder().resolve("AWSLogs/000000000000/CloudTrail");
      Files.writeString(place, "in the way");
      folder.pass(Duration.ofMinutes(5));
      assertThatThrownBy(files::tick).isInstanceOf(IOException.class);
      assertThatThrownBy(files::tick).isInstanceOf(IOException.class);

      Files.delete(place);
      files.tick();
    }

    assertThat(folder.content()).contains("\"number\":1");
    assertThat(folder.verify().problems()).isEmpty();
  }

  @Test
  void oldLogsAreDeletedAndTheirDigestsStay() throws IOException {
    folder = new Folder(path, Duration.ofDays(2));
    try (TrailFiles files = folder.open()) {
      folder.add(files, 1);
      folder.pass(Duration.ofDays(1));
      files.tick();
      folder.add(files, 2);
      folder.pass(Duration.ofDays(1).plusHours(2));
      files.tick();
    }

    assertThat(folder.content()).contains("\"number\":2").doesNotContain("\"number\":1");
    assertThat(folder.verify().problems()).singleElement().asString().endsWith("is missing");
    assertThat(
            Verification.of(
                    new Verification.Question(
                        folder.options.folder(),
                        null,
                        null,
                        Folder.NOON.plus(Duration.ofHours(36))))
                .problems())
        .isEmpty();
  }

  @Test
  void twoServersDoNotUseOneFolder() throws IOException {
    try (TrailFiles _ = folder.open()) {
      assertThatThrownBy(folder::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is used by another process");
    }
  }

  @Test
  void aDigestThatCannotBeReadIsNotPassedOver() throws IOException {
    folder.open().close();
    Files.writeString(folder.digests().getLast(), "damage");

    assertThatThrownBy(folder::open).isInstanceOf(IOException.class);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such permissions")
  void onlyTheOwnerCanReadTheKey() throws IOException {
    folder.open().close();
    Path key = folder.options.key();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(folder::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can be read by others");
  }

  @Test
  void aKeyThatIsNoneIsRefused() throws IOException {
    Files.writeString(folder.options.key(), "no key");
    Files.setPosixFilePermissions(
        folder.options.key(), PosixFilePermissions.fromString("rw-------"));

    assertThatThrownBy(folder::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no RSA key");
  }

  @Test
  void digestsAreReadAsTheyAreWritten() throws IOException {
    try (TrailFiles files = folder.open()) {
      folder.add(files, 1);
    }
    byte[] json = DigestChain.content(folder.digests().getLast());

    assertThat(new String(Digest.parse(json).json(), UTF_8)).isEqualTo(new String(json, UTF_8));
    assertThat(Digest.parse(json).account()).isEqualTo(Events.SITE.account());
  }
}
