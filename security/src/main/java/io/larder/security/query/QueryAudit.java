package io.larder.security.query;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import io.larder.protocol.wire.RenderedJson;
import io.larder.security.audit.AuditAction;
import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Records calls of query APIs, each before its caller is told the answer. */
final class QueryAudit {
  /** What an event takes besides the form, which is there as JSON too, and the answer. */
  private static final int EVENT_BYTES = 4096;

  private static final Set<String> NO_PARAMETERS =
      Set.of("Action", "Version", "WebIdentityToken", "TokenCode");

  private final AuditTrail trail;
  private final InstantSource clock;

  QueryAudit(AuditTrail trail, InstantSource clock) {
    this.trail = trail;
    this.clock = clock;
  }

  /** A call of which something is known. */
  record Known(
      QueryService service,
      String action,
      Map<String, String> form,
      @Nullable Principal caller,
      RequestContext context,
      String requestId) {
    /** The same by who calls. */
    Known by(Principal whoCalls) {
      return new Known(service, action, form, whoCalls, context, requestId);
    }

    private long heldBytes() {
      long bytes = EVENT_BYTES;
      for (Map.Entry<String, String> parameter : form.entrySet()) {
        bytes += 4L * (parameter.getKey().length() + parameter.getValue().length());
      }
      return bytes;
    }
  }

  /**
   * Takes room for the record of a call that is about to be done.
   *
   * @throws QueryException if it must not be done without
   */
  void admit(Known call) {
    try {
      trail.admit(call.heldBytes());
    } catch (ServiceException refused) {
      throw unavailable();
    }
  }

  /**
   * Records how a call ended, and returns when the record is durable if it is to be waited for.
   *
   * @throws QueryException if nothing can be told of the call, since it is not recorded
   */
  void record(
      Known call,
      boolean isAdmitted,
      @Nullable QueryException refused,
      @Nullable XmlWriter result) {
    if (!trail.isOn()) {
      return;
    }
    var event =
        new AuditEvent(
            clock.millis(),
            call.requestId(),
            call.caller() instanceof Principal.Unverified ? null : call.caller(),
            AuditEvent.Origin.of(call.context()),
            action(call, result),
            refused == null
                ? null
                : new ServiceError.Other(refused.code(), refused.getMessage(), refused.status()),
            call.heldBytes());
    var durable = new CompletableFuture<Boolean>();
    if (!trail.record(event, isAdmitted, durable::complete)
        || (event.isAwaited() && !durable.join())) {
      throw unavailable();
    }
  }

  private static AuditAction action(Known call, @Nullable XmlWriter result) {
    var action =
        new AuditAction.Api(
            call.service().name() + ".amazonaws.com",
            call.service().version(),
            call.action(),
            parameters(call.form()),
            null);
    boolean tellsResult = !action.isReadOnly() || call.action().startsWith("AssumeRole");
    return result != null && tellsResult
        ? new AuditAction.Api(
            action.source(), action.version(), action.name(), action.parameters(), json(result))
        : action;
  }

  private static @Nullable RenderedJson json(XmlWriter result) {
    var out = new JsonWriter();
    return result.writeTo(out) ? JsonBytes.of(out.toByteArray()) : null;
  }

  /** A form as an object: {@code Tags.member.1.Key} is the member of a list's first member. */
  private static @Nullable RenderedJson parameters(Map<String, String> form) {
    Map<String, String> told = new TreeMap<>(form);
    told.keySet().removeAll(NO_PARAMETERS);
    if (told.isEmpty()) {
      return null;
    }
    var out = new JsonWriter();
    write(told, out);
    return JsonBytes.of(out.toByteArray());
  }

  private static void write(Map<String, String> parameters, JsonWriter out) {
    Map<String, Map<String, String>> lists = new TreeMap<>();
    out.beginObject();
    parameters.forEach(
        (name, value) -> {
          int dot = name.indexOf(".member.");
          if (dot <= 0) {
            out.name(XmlWriter.lowerCamel(name)).value(value);
          } else {
            lists
                .computeIfAbsent(name.substring(0, dot), _ -> new TreeMap<>())
                .put(name.substring(dot + ".member.".length()), value);
          }
        });
    lists.forEach(
        (name, members) -> {
          out.name(XmlWriter.lowerCamel(name)).beginArray();
          writeMembers(members, out);
          out.endArray();
        });
    out.endObject();
  }

  private static void writeMembers(Map<String, String> members, JsonWriter out) {
    List<String> texts = new ArrayList<>();
    Map<String, Map<String, String>> structures = new TreeMap<>();
    members.forEach(
        (name, value) -> {
          int dot = name.indexOf('.');
          if (dot < 0) {
            texts.add(value);
          } else if (dot + 1 < name.length()) {
            structures
                .computeIfAbsent(name.substring(0, dot), _ -> new TreeMap<>())
                .put(name.substring(dot + 1), value);
          }
        });
    texts.forEach(out::value);
    structures.values().forEach(structure -> write(structure, out));
  }

  private static QueryException unavailable() {
    return new QueryException("ServiceUnavailable", 503, AuditTrail.UNAVAILABLE.message());
  }
}
