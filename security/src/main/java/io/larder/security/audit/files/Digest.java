package io.larder.security.audit.files;

import io.larder.protocol.wire.JsonWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What became complete in a span of time, and what the digest before it was. Signed, it shows that
 * nothing of all that was changed.
 *
 * @param object its path from the folder
 * @param fingerprint of the key that it is signed with
 * @param previous the digest before it; null if it is the first
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html">
 *     CloudTrail digest file structure</a>
 */
record Digest(
    String account,
    Instant start,
    Instant end,
    String object,
    String fingerprint,
    @Nullable Previous previous,
    List<CompleteLog> logs) {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  Digest {
    logs = List.copyOf(logs);
  }

  /**
   * The digest before another.
   *
   * @param hash SHA-256 of its content, in hexadecimal digits
   * @param signature in hexadecimal digits
   */
  record Previous(String object, String hash, String signature) {}

  /** What is signed: {@code hash} is that of the digest's content. */
  String stringToSign(String hash) {
    return "%s\n%s/%s\n%s\n%s"
        .formatted(
            end,
            AuditLayout.BUCKET,
            object,
            hash,
            previous == null ? "null" : previous.signature());
  }

  /** Its content. */
  byte[] json() {
    var out = new JsonWriter();
    out.beginObject();
    out.name("awsAccountId").value(account);
    out.name("digestStartTime").value(start.toString());
    out.name("digestEndTime").value(end.toString());
    out.name("digestS3Bucket").value(AuditLayout.BUCKET);
    out.name("digestS3Object").value(object);
    out.name("digestPublicKeyFingerprint").value(fingerprint);
    out.name("digestSignatureAlgorithm").value("SHA256withRSA");
    writeTime(
        "newestEventTime",
        logs.stream()
            .map(CompleteLog::newest)
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .orElse(null),
        out);
    writeTime(
        "oldestEventTime",
        logs.stream()
            .map(CompleteLog::oldest)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null),
        out);
    writeText("previousDigestS3Bucket", previous == null ? null : AuditLayout.BUCKET, out);
    writeText("previousDigestS3Object", previous == null ? null : previous.object(), out);
    writeText("previousDigestHashValue", previous == null ? null : previous.hash(), out);
    writeText("previousDigestHashAlgorithm", previous == null ? null : "SHA-256", out);
    writeText("previousDigestSignature", previous == null ? null : previous.signature(), out);
    out.name("logFiles").beginArray();
    for (CompleteLog log : logs) {
      out.beginObject();
      out.name("s3Bucket").value(AuditLayout.BUCKET);
      out.name("s3Object").value(log.object());
      out.name("hashValue").value(log.hash());
      out.name("hashAlgorithm").value("SHA-256");
      writeTime("newestEventTime", log.newest(), out);
      writeTime("oldestEventTime", log.oldest(), out);
      out.endObject();
    }
    out.endArray().endObject();
    return out.toByteArray();
  }

  private static void writeTime(String name, @Nullable Instant time, JsonWriter out) {
    writeText(name, time == null ? null : time.toString(), out);
  }

  private static void writeText(String name, @Nullable String text, JsonWriter out) {
    out.name(name);
    if (text == null) {
      out.nullValue();
    } else {
      out.value(text);
    }
  }

  /**
   * Reads what {@link #json} writes.
   *
   * @throws tools.jackson.core.JacksonException if it is no JSON
   * @throws IllegalArgumentException if it is no digest
   */
  static Digest parse(byte[] json) {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no object");
      }
      var texts = new Texts();
      List<CompleteLog> logs = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        if (!in.currentName().equals("logFiles")) {
          texts.read(in);
        } else if (in.nextToken() == JsonToken.START_ARRAY) {
          while (in.nextToken() == JsonToken.START_OBJECT) {
            logs.add(log(in));
          }
        }
      }
      String previous = texts.find("previousDigestS3Object");
      return new Digest(
          texts.get("awsAccountId"),
          texts.time("digestStartTime"),
          texts.time("digestEndTime"),
          texts.get("digestS3Object"),
          texts.get("digestPublicKeyFingerprint"),
          previous == null
              ? null
              : new Previous(
                  previous,
                  texts.get("previousDigestHashValue"),
                  texts.get("previousDigestSignature")),
          logs);
    }
  }

  private static CompleteLog log(JsonParser in) {
    var texts = new Texts();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      texts.read(in);
    }
    return new CompleteLog(
        texts.get("s3Object"),
        texts.get("hashValue"),
        texts.find("newestEventTime") == null ? null : texts.time("newestEventTime"),
        texts.find("oldestEventTime") == null ? null : texts.time("oldestEventTime"));
  }

  /** The members of an object that are text. */
  private static final class Texts {
    private final Map<String, String> texts = new HashMap<>();

    void read(JsonParser in) {
      String name = in.currentName();
      if (in.nextToken() == JsonToken.VALUE_STRING) {
        texts.put(name, in.getString());
      } else {
        in.skipChildren();
      }
    }

    @Nullable String find(String name) {
      return texts.get(name);
    }

    String get(String name) {
      String text = texts.get(name);
      if (text == null) {
        throw new IllegalArgumentException("no " + name);
      }
      return text;
    }

    Instant time(String name) {
      try {
        return Instant.parse(get(name));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(name + " is no time", e);
      }
    }
  }
}
