package io.larder.security.audit.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.security.audit.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecentRecordsTest {
  private static final Site SITE = new Site("000000000000", "eu-west-1");
  private static final Instant NOW = Instant.parse("2026-11-30T00:10:00Z");

  @TempDir private Path folder;

  private RecentRecords records() {
    return new RecentRecords(folder, SITE, () -> NOW);
  }

  private AuditLayout layout() {
    return new AuditLayout(folder, SITE);
  }

  private static void add(OpenLog log, int number) {
    byte[] json = "{\"n\":%d,\"in\":{\"a\":[{}]}}".formatted(number).getBytes(UTF_8);
    log.add(json, json.length, number);
  }

  private String name(Duration ago) {
    return layout().logName(NOW.minus(ago), "a".repeat(16));
  }

  private void complete(Duration ago, int... numbers) throws IOException {
    String name = name(ago);
    Path file = layout().file(layout().logObject(name));
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    try (OpenLog log = OpenLog.create(file)) {
      for (int number : numbers) {
        add(log, number);
      }
      log.finish();
    }
  }

  @Test
  void theNewestOfTodayAndYesterdayComeFirst() throws IOException {
    complete(Duration.ofMinutes(15), 1, 2);
    complete(Duration.ofMinutes(5), 3, 4);
    complete(Duration.ofDays(3), 0);

    assertThat(records().newest(3).replaceAll(",\"in\":\\{\"a\":\\[\\{}]}", ""))
        .isEqualTo("{\"Records\":[{\"n\":4},\n{\"n\":3},\n{\"n\":2}]}");
    assertThat(records().newest(10)).contains("\"n\":1").doesNotContain("\"n\":0");
  }

  @Test
  void aLogThatGrowsIsReadAsFarAsItIs() throws IOException {
    // Given
    Files.createDirectories(layout().open());
    Path file = layout().open().resolve(name(Duration.ZERO));
    try (OpenLog log = OpenLog.create(file)) {
      add(log, 7);
      log.sync();

      // When
      String told = records().newest(10);

      // Then
      assertThat(told).contains("\"n\":7");
    }
  }

  @Test
  void whereNothingWasRecordedThereIsNothing() throws IOException {
    assertThat(records().newest(10)).isEqualTo("{\"Records\":[]}");
  }
}
