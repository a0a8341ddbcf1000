package io.larder.security.audit.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Finds what was done to a folder of the audit: whether a file was changed, shortened, taken away,
 * put in or moved, and whether the signatures are of the keys that they should be of.
 *
 * <p>What was taken off the end of the chain, with all that came after it, cannot be seen in what
 * is left: for that the hash of a digest must be known that was there, which the server logs.
 */
public final class Verification {
  private static final String PUBLIC = "PUBLIC KEY";

  private final Path folder;
  private final Map<String, PublicKey> keys = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Instant> listed = new HashMap<>();
  private int logs;

  private Verification(Path folder) {
    this.folder = folder;
  }

  /**
   * What is asked of a folder.
   *
   * @param key file of the public key that signatures must be of; null for those in the folder,
   *     which whoever could change everything could change too
   * @param newest hash of a digest that must be there; null if none is known
   * @param keptSince logs that were complete before may be gone; null if none may
   */
  public record Question(
      Path folder, @Nullable Path key, @Nullable String newest, @Nullable Instant keptSince) {}

  /**
   * What was found.
   *
   * @param problems sentences, each of which names a file; none if all is well
   * @param waiting logs of which no digest tells yet
   * @param from since when the chain covers everything; null if there is none
   * @param to until when
   */
  public record Report(
      List<String> problems,
      int digests,
      int logs,
      int waiting,
      @Nullable Instant from,
      @Nullable Instant to) {
    public Report {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Goes through the folder.
   *
   * @throws IOException if it, or the key, cannot be read
   */
  public static Report of(Question question) throws IOException {
    return new Verification(question.folder()).verify(question);
  }

  private Report verify(Question question) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder");
    }
    readKeys(question.key());
    List<Path> files = AuditFolder.files(folder.resolve(AuditLayout.ROOT));
    List<Path> digests =
        files.stream()
            .filter(file -> end(file) != null)
            .sorted(Comparator.comparing(file -> Objects.requireNonNull(end(file))))
            .toList();
    if (digests.isEmpty()) {
      throw new IOException(folder + " has no digest");
    }
    Signed before = null;
    Instant from = null;
    Set<String> hashes = new HashSet<>();
    for (Path file : digests) {
      Signed signed = read(file);
      if (signed == null) {
        continue;
      }
      verify(signed, before, question.keptSince());
      hashes.add(signed.hash);
      before = signed;
      from = from == null ? signed.digest.start() : from;
    }
    if (question.newest() != null && !hashes.contains(question.newest())) {
      problems.add("the digest of hash " + question.newest() + " is missing");
    }
    Instant to = before == null ? null : before.digest.end();
    int waiting = lookForOthers(files, to);
    return new Report(problems, digests.size(), logs, waiting, from, to);
  }

  private static @Nullable Instant end(Path file) {
    return AuditLayout.digestEnd(String.valueOf(file.getFileName()));
  }

  private void readKeys(@Nullable Path given) throws IOException {
    List<Path> files =
        given == null ? AuditFolder.files(folder.resolve("public-keys")) : List.of(given);
    for (Path file : files) {
      try {
        PublicKey key =
            KeyFactory.getInstance("RSA")
                .generatePublic(
                    new X509EncodedKeySpec(Pem.decode(Files.readString(file, US_ASCII), PUBLIC)));
        keys.put(SigningKey.fingerprint(key), key);
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw new IOException(file + " holds no public RSA key in PEM", e);
      }
    }
  }

  /** A digest as it was found. */
  private record Signed(String object, Digest digest, String hash, String signature) {}

  private @Nullable Signed read(Path file) {
    String object = object(file);
    try {
      byte[] content = DigestChain.content(file);
      return new Signed(
          object, Digest.parse(content), DigestChain.hash(content), DigestChain.signature(file));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      problems.add(object + ": the digest or its signature cannot be read");
      return null;
    }
  }

  private String object(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private void verify(Signed signed, @Nullable Signed before, @Nullable Instant keptSince) {
    Digest digest = signed.digest;
    PublicKey key = keys.get(digest.fingerprint());
    if (key == null) {
      problems.add(signed.object + ": signed with a key that is not known");
    } else if (!isSignedWith(key, signed)) {
      problems.add(signed.object + ": the signature is wrong");
    }
    if (!digest.object().equals(signed.object)) {
      problems.add(signed.object + ": was moved, it is " + digest.object());
    }
    verifyChain(signed, before);
    for (CompleteLog log : digest.logs()) {
      verifyLog(log, digest, keptSince);
    }
  }

  private void verifyChain(Signed signed, @Nullable Signed before) {
    Digest.Previous previous = signed.digest.previous();
    if (previous == null) {
      if (before != null) {
        problems.add(signed.object + ": begins anew, though there are digests before it");
      }
      return;
    }
    if (before == null || !previous.object().equals(before.object)) {
      problems.add(previous.object() + ": the digest is missing");
    } else if (!previous.hash().equals(before.hash)
        || !previous.signature().equals(before.signature)) {
      problems.add(before.object + ": is not the digest that was there");
    } else if (!before.digest.end().equals(signed.digest.start())) {
      problems.add(signed.object + ": does not begin where the one before it ends");
    }
  }

  private static boolean isSignedWith(PublicKey key, Signed signed) {
    try {
      Signature signature = Signature.getInstance(SigningKey.ALGORITHM);
      signature.initVerify(key);
      signature.update(signed.digest.stringToSign(signed.hash).getBytes(UTF_8));
      return signature.verify(HexFormat.of().parseHex(signed.signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private void verifyLog(CompleteLog log, Digest digest, @Nullable Instant keptSince) {
    if (listed.putIfAbsent(log.object(), digest.end()) != null) {
      problems.add(log.object() + ": two digests tell of it");
      return;
    }
    Path file = folder.resolve(log.object()).normalize();
    if (!file.startsWith(folder.normalize())) {
      problems.add(log.object() + ": is not in the folder");
    } else if (Files.isRegularFile(file)) {
      logs++;
      try {
        if (!DigestChain.hashOfContent(file).equals(log.hash())) {
          problems.add(log.object() + ": was changed");
        }
      } catch (IOException e) {
        problems.add(log.object() + ": cannot be read, it was shortened or changed");
      }
    } else if (keptSince == null || !digest.end().isBefore(keptSince)) {
      problems.add(log.object() + ": is missing");
    }
  }

  /** Returns how many logs wait for a digest. */
  private int lookForOthers(List<Path> files, @Nullable Instant to) {
    int waiting = 0;
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      String object = object(file);
      Instant begun = AuditLayout.begun(name);
      if (begun != null && !listed.containsKey(object)) {
        if (to != null && begun.isBefore(to.truncatedTo(ChronoUnit.MINUTES))) {
          problems.add(object + ": no digest tells of it");
        } else {
          waiting++;
        }
      } else if (begun == null
          && end(file) == null
          && !name.endsWith(AuditLayout.SIGNATURE_SUFFIX)) {
        problems.add(object + ": is no file of the audit");
      }
    }
    return waiting;
  }
}
