package io.larder.security.audit.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The digests of a folder, each of which names the one before it: adds the next ones. For one
 * thread.
 */
final class DigestChain {
  private static final Logger LOG = LoggerFactory.getLogger(DigestChain.class);
  private static final String PUBLIC = "PUBLIC KEY";

  private final AuditLayout layout;
  private final SigningKey key;
  private final List<CompleteLog> waiting;
  private Digest.@Nullable Previous previous;
  private Instant end;

  private DigestChain(
      AuditLayout layout,
      SigningKey key,
      List<CompleteLog> waiting,
      Digest.@Nullable Previous previous,
      Instant end) {
    this.layout = layout;
    this.key = key;
    this.waiting = new ArrayList<>(waiting);
    this.previous = previous;
    this.end = end;
  }

  /**
   * The chain that is in the folder, or a new one that begins {@code now}. Logs of which no digest
   * tells yet will be in the next one.
   *
   * @throws IOException if the last digest cannot be read: it would be hidden that it was damaged
   */
  static DigestChain open(AuditLayout layout, SigningKey key, Instant now) throws IOException {
    AuditFolder.create(layout.publicKeys());
    Path published = layout.publicKeys().resolve(key.fingerprint() + ".pem");
    if (!Files.exists(published)) {
      AuditFolder.write(
          published,
          layout.open().resolve("public-key.tmp"),
          Pem.encode(key.publicKey().getEncoded(), PUBLIC).getBytes(US_ASCII));
    }
    Path last = lastDigest(layout);
    if (last == null) {
      return new DigestChain(layout, key, List.of(), null, now.truncatedTo(ChronoUnit.SECONDS));
    }
    byte[] content = content(last);
    Digest digest = digest(last, content);
    return new DigestChain(
        layout,
        key,
        unlisted(layout, digest),
        new Digest.Previous(layout.object(last), hash(content), signature(last)),
        digest.end());
  }

  private static @Nullable Path lastDigest(AuditLayout layout) throws IOException {
    Path last = null;
    Instant latest = Instant.MIN;
    for (Path file : AuditFolder.files(layout.folder().resolve(AuditLayout.ROOT))) {
      Instant end = AuditLayout.digestEnd(String.valueOf(file.getFileName()));
      if (end != null && end.isAfter(latest)) {
        last = file;
        latest = end;
      }
    }
    return last;
  }

  /** The logs that became complete after {@code last}, so that no digest tells of them. */
  private static List<CompleteLog> unlisted(AuditLayout layout, Digest last) throws IOException {
    // Names of logs tell no more of the time, so digests of the same minute count.
    Instant minute = last.end().truncatedTo(ChronoUnit.MINUTES);
    List<Path> files = AuditFolder.files(layout.folder().resolve(AuditLayout.ROOT));
    Set<String> listed = new HashSet<>();
    for (Path file : files) {
      Instant end = AuditLayout.digestEnd(String.valueOf(file.getFileName()));
      if (end != null && !end.isBefore(minute)) {
        digest(file, content(file)).logs().forEach(log -> listed.add(log.object()));
      }
    }
    List<CompleteLog> logs = new ArrayList<>();
    for (Path file : files) {
      Instant begun = AuditLayout.begun(String.valueOf(file.getFileName()));
      String object = layout.object(file);
      if (begun != null && !begun.isBefore(minute) && !listed.contains(object)) {
        logs.add(new CompleteLog(object, hashOfContent(file), null, null));
      }
    }
    return logs;
  }

  private static Digest digest(Path file, byte[] content) throws IOException {
    try {
      return Digest.parse(content);
    } catch (RuntimeException e) {
      throw new IOException(file + " is no digest", e);
    }
  }

  /** When the last digest ended, or the chain began. */
  Instant end() {
    return end;
  }

  /** True if there is no digest yet. */
  boolean isEmpty() {
    return previous == null;
  }

  /** Takes a log that the next digest tells of. */
  void add(CompleteLog log) {
    waiting.add(log);
  }

  /** Writes the digest of what has become complete since the last one. May be repeated. */
  void write(Instant now) throws IOException {
    // Each has a name of its own, whatever the clock says.
    Instant until = now.truncatedTo(ChronoUnit.SECONDS);
    if (!until.isAfter(end)) {
      until = previous == null ? end : end.plusSeconds(1);
    }
    String object = layout.digestObject(until);
    var digest =
        new Digest(
            layout.site().account(), end, until, object, key.fingerprint(), previous, waiting);
    byte[] content = digest.json();
    String hash = hash(content);
    String signature = key.sign(digest.stringToSign(hash));
    Path file = layout.file(object);
    Path temporary = layout.open().resolve("digest.tmp");
    // The digest is what counts, so it comes last.
    AuditFolder.write(signatureFile(file), temporary, signature.getBytes(US_ASCII));
    AuditFolder.write(file, temporary, compressed(content));
    previous = new Digest.Previous(object, hash, signature);
    end = until;
    waiting.clear();
    LOG.atInfo()
        .addKeyValue("end", until)
        .addKeyValue("logs", digest.logs().size())
        .addKeyValue("hash", hash)
        .log("Audit digest written");
  }

  static Path signatureFile(Path digest) {
    return digest.resolveSibling(digest.getFileName() + AuditLayout.SIGNATURE_SUFFIX);
  }

  static String signature(Path digest) throws IOException {
    return Files.readString(signatureFile(digest), US_ASCII).strip();
  }

  /** What a compressed file says. */
  static byte[] content(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      return in.readAllBytes();
    }
  }

  private static byte[] compressed(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static String hash(byte[] content) {
    return HexFormat.of().formatHex(OpenLog.sha256().digest(content));
  }

  static String hashOfContent(Path file) throws IOException {
    MessageDigest digest = OpenLog.sha256();
    try (InputStream in =
        new DigestInputStream(new GZIPInputStream(Files.newInputStream(file)), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
