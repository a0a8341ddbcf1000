package io.larder.security.audit.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceException;
import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.AuditOptions;
import io.larder.security.audit.AuditOptions.Overflow;
import io.larder.security.audit.AuditTrail;
import io.larder.security.audit.Events;
import io.larder.security.audit.Selection;
import io.larder.security.audit.files.Verification;
import io.larder.store.StoreGauge;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileAuditTrailTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path path;

  private FileAuditTrail open(Overflow overflow, long queueBytes) throws IOException {
    return FileAuditTrail.open(
        new AuditOptions(
            path.resolve("audit"),
            path.resolve("key.pem"),
            Events.SITE,
            new Selection(Selection.DataEvents.ALL, List.of()),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ZERO,
            overflow,
            queueBytes),
        Events::key,
        InstantSource.system(),
        new SplittableRandom(3));
  }

  private String content() throws IOException {
    var all = new StringBuilder();
    try (Stream<Path> files = Files.walk(path.resolve("audit/AWSLogs"))) {
      for (Path file : files.filter(file -> file.toString().contains("_CloudTrail_")).toList()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          all.append(new String(in.readAllBytes(), UTF_8));
        }
      }
    }
    return all.toString();
  }

  private static long gauge(AuditTrail trail, String name) {
    return trail.gauges().stream()
        .filter(gauge -> gauge.name().equals(name))
        .map(StoreGauge::value)
        .findFirst()
        .orElseThrow()
        .get()
        .longValue();
  }

  private static CompletableFuture<Boolean> recordAwaited(AuditTrail trail) {
    var told = new CompletableFuture<Boolean>();
    AuditEvent event = Events.awaited();
    trail.admit(event.heldBytes());
    assertThat(trail.record(event, true, told::complete)).isTrue();
    return told;
  }

  @Test
  void allThatIsRecordedByManyThreadsIsWritten() throws Exception {
    int threads = 4;
    int each = 500;
    try (FileAuditTrail trail = open(Overflow.REFUSE, 1 << 30)) {
      var workers =
          Stream.iterate(0, worker -> worker + 1)
              .limit(threads)
              .map(
                  worker ->
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                for (int i = 0; i < each; i++) {
                                  AuditEvent event = Events.read(worker * each + i);
                                  trail.admit(event.heldBytes());
                                  trail.record(event, true, null);
                                }
                              }))
              .toList();
      for (Thread worker : workers) {
        worker.join();
      }
    }

    assertThat(
            Pattern.compile("\"pk\":\"p(\\d+)\"")
                .matcher(content())
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .sorted()
                .toList())
        .isEqualTo(IntStream.range(0, threads * each).boxed().toList());
    assertThat(
            Verification.of(new Verification.Question(path.resolve("audit"), null, null, null))
                .problems())
        .isEmpty();
  }

  @Test
  void whoWaitsForARecordIsToldWhenItIsInTheFile() throws Exception {
    try (FileAuditTrail trail = open(Overflow.REFUSE, 1 << 20)) {
      assertThat(recordAwaited(trail).get(60, TimeUnit.SECONDS)).isTrue();

      try (Stream<Path> open = Files.list(path.resolve("audit/open"))) {
        Path log = open.findFirst().orElseThrow();
        assertThat(Files.size(log)).isGreaterThan(100);
      }
      assertThat(gauge(trail, "audit_records")).isEqualTo(1);
      assertThat(gauge(trail, "audit_waiting_bytes")).isZero();
    }
  }

  @Test
  void callsAreRefusedWhenThereIsNoRoomForTheirRecords() throws IOException {
    try (FileAuditTrail trail = open(Overflow.REFUSE, 2500)) {
      trail.admit(1000);
      trail.admit(1000);

      assertThatThrownBy(() -> trail.admit(1000)).isInstanceOf(ServiceException.class);
      assertThat(trail.record(Events.awaited(), false, null)).isFalse();

      assertThat(gauge(trail, "audit_refused_calls")).isEqualTo(2);
      assertThat(gauge(trail, "audit_dropped_records")).isZero();
    }
  }

  @Test
  void recordsAreDroppedAndCountedIfThatIsWished() throws IOException {
    try (FileAuditTrail trail = open(Overflow.DROP, 2500)) {
      trail.admit(1000);
      trail.admit(1000);
      trail.admit(1000);
      assertThat(trail.record(Events.read(1), true, null)).isTrue();
      assertThat(gauge(trail, "audit_dropped_records")).isEqualTo(1);
      assertThat(trail.record(Events.read(2), true, null)).isTrue();
      assertThat(trail.record(Events.read(3), true, null)).isTrue();
    }

    assertThat(content())
        .contains("\"eventName\":\"AuditRecordsDropped\"")
        .contains("\"additionalEventData\":{\"records\":1}")
        .contains("\"pk\":\"p2\"", "\"pk\":\"p3\"")
        .doesNotContain("\"pk\":\"p1\"");
  }

  @Test
  void aDiskThatRefusesLetsCallsBeRefusedUntilItTakesAgain() throws Exception {
    Path open = path.resolve("audit/open");
    try (FileAuditTrail trail = open(Overflow.REFUSE, 1 << 20)) {
      // Given no folder to begin a log in
      Files.delete(open);
      Files.writeString(open, "in the way");

      assertThat(recordAwaited(trail).get(60, TimeUnit.SECONDS)).isFalse();
      await().atMost(PATIENCE).until(() -> trail.obstacle().isPresent());
      assertThatThrownBy(() -> trail.admit(1)).isInstanceOf(ServiceException.class);

      // When it is there again
      Files.delete(open);
      Files.createDirectory(open);

      await().atMost(PATIENCE).until(() -> trail.obstacle().isEmpty());
      assertThat(recordAwaited(trail).get(60, TimeUnit.SECONDS)).isTrue();
    }
    // Then also the record is there whose call could not be answered
    assertThat(content().split("ListTables", -1)).hasSize(3);
  }

  @Test
  void aDiskThatRefusesLetsRecordsBeDroppedIfThatIsWished() throws Exception {
    Path open = path.resolve("audit/open");
    try (FileAuditTrail trail = open(Overflow.DROP, 1 << 20)) {
      Files.delete(open);
      Files.writeString(open, "in the way");

      assertThat(recordAwaited(trail).get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(gauge(trail, "audit_dropped_records")).isEqualTo(1);
      assertThat(trail.obstacle()).isEmpty();

      Files.delete(open);
      Files.createDirectory(open);
      assertThat(recordAwaited(trail).get(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(content()).contains("AuditRecordsDropped");
  }

  @Test
  void whatWasDroppedLastIsToldWhenItEnds() throws Exception {
    Path open = path.resolve("audit/open");
    try (FileAuditTrail trail = open(Overflow.DROP, 1 << 20)) {
      Files.delete(open);
      Files.writeString(open, "in the way");
      assertThat(recordAwaited(trail).get(60, TimeUnit.SECONDS)).isTrue();
      Files.delete(open);
      Files.createDirectory(open);
    }
    assertThat(content()).contains("AuditRecordsDropped");
  }

  @Test
  void callsOfStrangersAreRecordedUpToSoManyInASecond() throws IOException {
    var clock = new AtomicLong(5_000);
    var strangers = new Strangers(() -> Instant.ofEpochMilli(clock.get()));
    for (int i = 0; i < Strangers.MAX_PER_SECOND; i++) {
      assertThat(strangers.admit()).isTrue();
    }
    assertThat(strangers.admit()).isFalse();
    assertThat(strangers.leftOut()).isEqualTo(1);

    clock.set(6_000);

    assertThat(strangers.admit()).isTrue();
  }
}
