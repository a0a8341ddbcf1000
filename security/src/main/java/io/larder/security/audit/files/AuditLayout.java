package io.larder.security.audit.files;

import io.larder.security.audit.Site;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where files are in the folder of the audit. Those that are complete are where CloudTrail puts
 * them in a bucket, so that whatever reads these reads ours.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html">
 *     Log file name format</a>
 */
record AuditLayout(Path folder, Site site) {
  /** What the folder is called in digests, where CloudTrail names the bucket. */
  static final String BUCKET = "larder";

  static final String SIGNATURE_SUFFIX = ".signature";
  private static final String TRAIL = "larder";

  /** The first folder of all complete files. */
  static final String ROOT = "AWSLogs";

  private static final DateTimeFormatter DAY = formatter("yyyy/MM/dd");
  private static final DateTimeFormatter MINUTE = formatter("yyyyMMdd'T'HHmm'Z'");
  private static final DateTimeFormatter SECOND = formatter("yyyyMMdd'T'HHmmss'Z'");

  private static final Pattern LOG_NAME =
      Pattern.compile("[0-9]{12}_CloudTrail_[a-z0-9-]+_([0-9]{8}T[0-9]{4}Z)_\\w{16}\\.json\\.gz");
  private static final Pattern DIGEST_NAME =
      Pattern.compile(
          "[0-9]{12}_CloudTrail-Digest_[a-z0-9-]+_\\w+_[a-z0-9-]+_([0-9]{8}T[0-9]{6}Z)\\.json\\.gz");

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }

  /** Where files grow until they are complete. */
  Path open() {
    return folder.resolve("open");
  }

  /** Where the keys are that signatures are verified with. */
  Path publicKeys() {
    return folder.resolve("public-keys");
  }

  /** The name of a log that was begun then; {@code unique} are 16 characters. */
  String logName(Instant begun, String unique) {
    return "%s_CloudTrail_%s_%s_%s.json.gz"
        .formatted(site.account(), site.region(), MINUTE.format(begun), unique);
  }

  /** The object that a complete log of that name is, as a path from the folder. */
  String logObject(String name) {
    Instant begun = begun(name);
    if (begun == null) {
      throw new IllegalArgumentException("no name of a log: " + name);
    }
    return "%s/%s/CloudTrail/%s/%s/%s"
        .formatted(ROOT, site.account(), site.region(), DAY.format(begun), name);
  }

  /** The object that the digest is which ends then. */
  String digestObject(Instant end) {
    return "%s/%s/CloudTrail-Digest/%s/%s/%s_CloudTrail-Digest_%s_%s_%s_%s.json.gz"
        .formatted(
            ROOT,
            site.account(),
            site.region(),
            DAY.format(end),
            site.account(),
            site.region(),
            TRAIL,
            site.region(),
            SECOND.format(end));
  }

  Path file(String object) {
    return folder.resolve(object);
  }

  /** The object that {@code file}, which is in the folder, is. */
  String object(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** The minute in which the log of that name was begun; null if it is no name of a log. */
  static @Nullable Instant begun(String name) {
    Matcher matcher = LOG_NAME.matcher(name);
    return matcher.matches() ? MINUTE.parse(matcher.group(1), Instant::from) : null;
  }

  /** When the digest of that name ends; null if it is no name of a digest. */
  static @Nullable Instant digestEnd(String name) {
    Matcher matcher = DIGEST_NAME.matcher(name);
    return matcher.matches() ? SECOND.parse(matcher.group(1), Instant::from) : null;
  }
}
