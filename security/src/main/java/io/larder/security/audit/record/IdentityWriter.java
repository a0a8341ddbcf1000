package io.larder.security.audit.record;

import io.larder.protocol.wire.JsonWriter;
import io.larder.security.auth.Principal;
import io.larder.security.auth.Principal.Federation;
import io.larder.security.auth.Principal.Session;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes who called.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">
 *     CloudTrail userIdentity element</a>
 */
final class IdentityWriter {
  private IdentityWriter() {}

  /** Writes {@code principal}, or that nobody has proven who it is. */
  static void write(@Nullable Principal principal, JsonWriter out) {
    out.beginObject();
    switch (principal) {
      case null -> out.name("type").value("Unknown");
      case Principal.Unverified _ -> out.name("type").value("Unknown");
      case Principal.Root root -> writeKnown("Root", root, out);
      case Principal.User user -> {
        writeKnown("IAMUser", user, out);
        out.name("userName").value(user.name());
        if (user.session() != null) {
          out.name("sessionContext").beginObject();
          writeAttributes(user.session(), out);
          out.endObject();
        }
      }
      case Principal.AssumedRole role -> {
        writeKnown("AssumedRole", role, out);
        writeSession(role, out);
      }
    }
    out.endObject();
  }

  /** Writes that the server itself called. */
  static void writeServer(JsonWriter out) {
    out.beginObject().name("type").value("AWSService");
    out.name("invokedBy").value("dynamodb.amazonaws.com").endObject();
  }

  private static void writeKnown(String type, Principal principal, JsonWriter out) {
    out.name("type").value(type);
    out.name("principalId").value(principal.userId());
    out.name("arn").value(principal.arn());
    out.name("accountId").value(principal.account());
    if (principal.accessKeyId() != null) {
      out.name("accessKeyId").value(principal.accessKeyId());
    }
  }

  private static void writeSession(Principal.AssumedRole role, JsonWriter out) {
    Session session = role.session();
    out.name("sessionContext").beginObject();
    out.name("sessionIssuer").beginObject();
    out.name("type").value("Role");
    out.name("principalId").value(role.roleId());
    out.name("arn").value(role.roleArn());
    out.name("accountId").value(role.account());
    out.name("userName").value(role.roleName());
    out.endObject();
    Federation federation = session.federation();
    if (federation != null) {
      out.name("webIdFederationData").beginObject();
      out.name("federatedProvider").value(federation.provider());
      out.name("attributes").beginObject();
      federation
          .claims()
          .forEach((claim, values) -> out.name(claim).value(String.join(",", values)));
      out.endObject().endObject();
    }
    writeAttributes(session, out);
    if (session.sourceIdentity() != null) {
      out.name("sourceIdentity").value(session.sourceIdentity());
    }
    out.endObject();
  }

  private static void writeAttributes(Session session, JsonWriter out) {
    out.name("attributes").beginObject();
    out.name("creationDate").value(session.issued().truncatedTo(ChronoUnit.SECONDS).toString());
    out.name("mfaAuthenticated").value("false");
    out.endObject();
  }
}
