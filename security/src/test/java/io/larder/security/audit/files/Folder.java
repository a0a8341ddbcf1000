package io.larder.security.audit.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.security.audit.AuditOptions;
import io.larder.security.audit.Events;
import io.larder.security.audit.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/** A folder of the audit whose clock the test sets. */
final class Folder implements InstantSource {
  static final Instant NOON = Instant.ofEpochMilli(Events.NOON);

  final AuditOptions options;
  private final SplittableRandom random = new SplittableRandom(7);
  private Instant now = NOON;

  Folder(Path path) {
    this(path, Duration.ZERO);
  }

  Folder(Path path, Duration retention) {
    options =
        new AuditOptions(
            path.resolve("audit"),
            path.resolve("key.pem"),
            Events.SITE,
            new Selection(Selection.DataEvents.ALL, List.of()),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            retention,
            AuditOptions.Overflow.REFUSE,
            1 << 20);
  }

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  TrailFiles open() throws IOException {
    return TrailFiles.open(options, this, random);
  }

  /** Adds a record of that number. */
  void add(TrailFiles files, int number) throws IOException {
    byte[] json = record(number);
    files.log().add(json, json.length, now.toEpochMilli());
  }

  byte[] record(int number) {
    return "{\"eventTime\":\"%s\",\"number\":%d,\"text\":\"}]\\\"{\"}"
        .formatted(now, number)
        .getBytes(UTF_8);
  }

  List<Path> logs() throws IOException {
    return files(true);
  }

  List<Path> digests() throws IOException {
    return files(false);
  }

  private List<Path> files(boolean isLog) throws IOException {
    return AuditFolder.files(options.folder().resolve(AuditLayout.ROOT)).stream()
        .filter(
            file -> {
              String name = file.getFileName().toString();
              return isLog ? AuditLayout.begun(name) != null : AuditLayout.digestEnd(name) != null;
            })
        .toList();
  }

  /** What all complete logs say. */
  String content() throws IOException {
    var all = new StringBuilder();
    for (Path log : logs()) {
      all.append(new String(DigestChain.content(log), UTF_8)).append('\n');
    }
    return all.toString();
  }

  Verification.Report verify() throws IOException {
    return Verification.of(new Verification.Question(options.folder(), null, null, null));
  }
}
