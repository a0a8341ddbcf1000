package io.larder.security.session;

import io.larder.security.auth.Principal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Writes and reads who has a session, and its secret, in few bytes. Times are in seconds. */
final class SessionForm {
  private static final int FORMAT = 1;
  private static final int USER = 1;
  private static final int ROLE = 2;

  /** What a token was made of is far less; who has the key makes no others. */
  private static final int MAX_BYTES = 256 * 1024;

  private SessionForm() {}

  /** What is read: whose session, and its secret. */
  record Content(Principal principal, String secret) {}

  /** The session of a principal that has one. */
  static Principal.Session session(Principal principal) {
    Principal.Session session =
        switch (principal) {
          case Principal.User user -> user.session();
          case Principal.AssumedRole role -> role.session();
          case Principal.Root _, Principal.Unverified _ -> null;
        };
    if (session == null) {
      throw new IllegalArgumentException("no session of " + principal.arn());
    }
    return session;
  }

  static byte[] write(Content content) {
    var bytes = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      out.writeByte(FORMAT);
      out.writeUTF(content.secret());
      writePrincipal(content.principal(), out);
      writeSession(session(content.principal()), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void writePrincipal(Principal principal, DataOutputStream out) throws IOException {
    switch (principal) {
      case Principal.User user -> {
        out.writeByte(USER);
        out.writeUTF(user.account());
        out.writeUTF(user.arn());
        out.writeUTF(user.userId());
        out.writeUTF(user.name());
      }
      case Principal.AssumedRole role -> {
        out.writeByte(ROLE);
        out.writeUTF(role.account());
        out.writeUTF(role.roleArn());
        out.writeUTF(role.roleId());
        out.writeUTF(role.roleName());
      }
      case Principal.Root _, Principal.Unverified _ ->
          throw new IllegalArgumentException("no session of " + principal.arn());
    }
  }

  private static void writeSession(Principal.Session session, DataOutputStream out)
      throws IOException {
    out.writeUTF(session.name());
    out.writeLong(session.issued().getEpochSecond());
    out.writeLong(session.expires().getEpochSecond());
    out.writeInt(session.tags().size());
    for (Map.Entry<String, String> tag : session.tags().entrySet()) {
      out.writeUTF(tag.getKey());
      out.writeUTF(tag.getValue());
    }
    writeTexts(session.transitiveTags(), out);
    writeTexts(session.policies(), out);
    writeOptional(session.sourceIdentity(), out);
    Principal.Federation federation = session.federation();
    writeOptional(federation == null ? null : federation.provider(), out);
    if (federation != null) {
      out.writeInt(federation.claims().size());
      for (Map.Entry<String, List<String>> claim : federation.claims().entrySet()) {
        out.writeUTF(claim.getKey());
        writeTexts(claim.getValue(), out);
      }
    }
  }

  private static void writeTexts(Collection<String> texts, DataOutputStream out)
      throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static void writeOptional(@Nullable String text, DataOutputStream out)
      throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  /** What was written; null if it has another form. */
  static @Nullable Content read(byte[] written, String accessKeyId) {
    try (var inflated = new InflaterInputStream(new ByteArrayInputStream(written), inflater())) {
      byte[] plain = inflated.readNBytes(MAX_BYTES);
      var in = new DataInputStream(new ByteArrayInputStream(plain));
      return in.readByte() == FORMAT ? read(in, accessKeyId) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static Inflater inflater() {
    return new Inflater(true);
  }

  private static @Nullable Content read(DataInputStream in, String accessKeyId) throws IOException {
    String secret = in.readUTF();
    int kind = in.readByte();
    String account = in.readUTF();
    String arn = in.readUTF();
    String id = in.readUTF();
    String name = in.readUTF();
    Principal.Session session = readSession(in);
    return switch (kind) {
      case USER ->
          new Content(new Principal.User(account, arn, id, name, accessKeyId, session), secret);
      case ROLE ->
          new Content(
              new Principal.AssumedRole(account, arn, id, name, accessKeyId, session), secret);
      default -> null;
    };
  }

  private static Principal.Session readSession(DataInputStream in) throws IOException {
    String name = in.readUTF();
    Instant issued = Instant.ofEpochSecond(in.readLong());
    Instant expires = Instant.ofEpochSecond(in.readLong());
    int count = in.readInt();
    Map<String, String> tags = new HashMap<>();
    for (int i = 0; i < count; i++) {
      tags.put(in.readUTF(), in.readUTF());
    }
    Set<String> transitive = Set.copyOf(readTexts(in));
    List<String> policies = readTexts(in);
    String sourceIdentity = readOptional(in);
    return new Principal.Session(
        name,
        issued,
        expires,
        Map.copyOf(tags),
        transitive,
        policies,
        sourceIdentity,
        readFederation(in));
  }

  private static Principal.@Nullable Federation readFederation(DataInputStream in)
      throws IOException {
    String provider = readOptional(in);
    if (provider == null) {
      return null;
    }
    int count = in.readInt();
    Map<String, List<String>> claims = new HashMap<>();
    for (int i = 0; i < count; i++) {
      claims.put(in.readUTF(), readTexts(in));
    }
    return new Principal.Federation(provider, Map.copyOf(claims));
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(in.readUTF());
    }
    return List.copyOf(texts);
  }

  private static @Nullable String readOptional(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }
}
