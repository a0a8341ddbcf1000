package io.larder.security.audit.record;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.json.client.RequestWriter;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.AbsentRequest;
import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.JsonWriter;
import io.larder.protocol.wire.RenderedJson;
import io.larder.security.audit.AuditAction;
import io.larder.security.audit.AuditAction.Api;
import io.larder.security.audit.AuditAction.Tables;
import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.Site;
import io.larder.security.audit.TableNames;
import io.larder.security.audit.record.ControlParameters.Extent;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Makes a record of an event. For one thread.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">
 *     CloudTrail record contents</a>
 */
public final class RecordWriter {
  private static final String VERSION = "1.11";
  private static final String DYNAMODB = "dynamodb.amazonaws.com";
  private static final int MAX_TEXT = 1024;
  private static final int MAX_PARAMETERS = 100 * 1024;
  private static final int MAX_KEPT = 1024 * 1024;

  /** Their messages may repeat what the request says of items. */
  private static final List<String> TELLTALE =
      List.of("ValidationException", "SerializationException");

  private final Site site;
  private final RandomGenerator random;
  private final Function<String, @Nullable KeySchema> keys;
  private final ControlParameters control = new ControlParameters();

  private JsonWriter part = new JsonWriter();
  private JsonWriter document = new JsonWriter();

  /** Where the call of the record was for. */
  private Site here;

  private long second = Long.MIN_VALUE;
  private String secondText = "";

  /**
   * {@code keys} finds the key of a table by its name or ARN, as far as it is known; {@code random}
   * makes ids.
   */
  public RecordWriter(
      Site site, Function<String, @Nullable KeySchema> keys, RandomGenerator random) {
    this.site = site;
    this.here = site;
    this.keys = keys;
    this.random = random;
  }

  /** Writes the record of {@code event}. */
  public void write(AuditEvent event, JsonWriter out) {
    AuditAction action = event.action();
    here = event.region() == null ? site : site.in(event.region());
    out.beginObject();
    out.name("eventVersion").value(VERSION);
    out.name("userIdentity");
    if (event.origin() == null) {
      IdentityWriter.writeServer(out);
    } else {
      IdentityWriter.write(event.principal(), out);
    }
    out.name("eventTime").value(time(event.timeMillis()));
    out.name("eventSource").value(action instanceof Api api ? api.source() : DYNAMODB);
    out.name("eventName").value(action.name());
    out.name("awsRegion").value(here.region());
    writeOrigin(event.origin(), out);
    if (event.error() != null) {
      writeError(event.error(), action, out);
    }
    switch (action) {
      case Tables call -> write(call, out);
      case Api call -> write(call, out);
    }
    out.name("requestID").value(event.requestId());
    out.name("eventID").value(eventId());
    out.name("readOnly").value(action.isReadOnly());
    out.name("eventType").value("AwsApiCall");
    out.name("managementEvent").value(action.isManagement());
    Principal principal = event.principal();
    out.name("recipientAccountId").value(principal == null ? site.account() : principal.account());
    out.name("eventCategory").value(action.isManagement() ? "Management" : "Data");
    if (event.origin() != null && event.origin().tls() != null) {
      write(event.origin().tls(), out);
    }
    out.endObject();
  }

  private static void write(RequestContext.Tls tls, JsonWriter out) {
    out.name("tlsDetails").beginObject();
    out.name("tlsVersion").value(tls.version());
    out.name("cipherSuite").value(tls.cipherSuite());
    out.endObject();
  }

  /** Writes that so many records are missing. */
  public void writeDropped(long records, long timeMillis, JsonWriter out) {
    out.beginObject();
    out.name("eventVersion").value(VERSION);
    out.name("userIdentity");
    IdentityWriter.writeServer(out);
    out.name("eventTime").value(time(timeMillis));
    out.name("eventSource").value(DYNAMODB);
    out.name("eventName").value("AuditRecordsDropped");
    out.name("awsRegion").value(site.region());
    writeOrigin(null, out);
    out.name("requestParameters").nullValue();
    out.name("responseElements").nullValue();
    out.name("additionalEventData").beginObject().name("records").value(records).endObject();
    out.name("eventID").value(eventId());
    out.name("readOnly").value(true);
    out.name("eventType").value("AwsServiceEvent");
    out.name("managementEvent").value(true);
    out.name("recipientAccountId").value(site.account());
    out.name("eventCategory").value("Management");
    out.endObject();
  }

  private String eventId() {
    return new UUID(version4(random.nextLong()), variant(random.nextLong())).toString();
  }

  private static long version4(long bits) {
    return (bits & ~0xF000L) | 0x4000L;
  }

  private static long variant(long bits) {
    return (bits & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
  }

  private String time(long millis) {
    long now = Math.floorDiv(millis, 1000L);
    if (now != second) {
      second = now;
      secondText = Instant.ofEpochSecond(now).toString();
    }
    return secondText;
  }

  private static void writeOrigin(AuditEvent.@Nullable Origin origin, JsonWriter out) {
    if (origin == null) {
      out.name("sourceIPAddress").value(DYNAMODB).name("userAgent").value(DYNAMODB);
      return;
    }
    out.name("sourceIPAddress");
    if (origin.address() == null) {
      out.value("unknown");
    } else {
      out.value(origin.address().getHostAddress());
    }
    if (origin.userAgent() != null) {
      out.name("userAgent").value(cut(origin.userAgent()));
    }
    if (origin.network().vpcEndpoint() != null) {
      out.name("vpcEndpointId").value(origin.network().vpcEndpoint());
    }
  }

  private static void writeError(ServiceError error, AuditAction action, JsonWriter out) {
    String code = error.type().substring(error.type().indexOf('#') + 1);
    out.name("errorCode").value(code.equals("AccessDeniedException") ? "AccessDenied" : code);
    if (action.isManagement() || !TELLTALE.contains(code)) {
      out.name("errorMessage").value(cut(firstParagraph(error.message())));
    }
  }

  // Behind it a wrong signature is told what should have been signed, tokens included.
  private static String firstParagraph(String message) {
    int end = message.indexOf("\n\n");
    return end < 0 ? message : message.substring(0, end);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  private void write(Tables call, JsonWriter out) {
    Request<?> request = call.request();
    Collection<String> names = List.of();
    out.name("requestParameters");
    if (request == null) {
      out.nullValue();
    } else {
      names = writeRequest(call, request, out);
    }
    out.name("responseElements");
    Response response = call.response();
    if (response == null) {
      out.nullValue();
    } else {
      document = emptied(document);
      ResponseEncoder.encode(response, document);
      writeDocument(Extent.ALL, out);
    }
    writeResources(names, out);
    out.name("apiVersion").value("2012-08-10");
  }

  /** Returns the tables and streams that the request is about. */
  private Collection<String> writeRequest(Tables call, Request<?> request, JsonWriter out) {
    part = emptied(part);
    return switch (request) {
      case Request.Read<?> read -> {
        new ItemParameters(this::keys, part).write(read);
        writePart(out);
        yield TableNames.of(read);
      }
      case Request.Write<?> write -> {
        new ItemParameters(this::keys, part).write(write);
        writePart(out);
        yield TableNames.of(write);
      }
      case Request.Statements<?> statements -> {
        StatementParameters.write(statements, part);
        writePart(out);
        yield TableNames.of(statements);
      }
      case ForwardedRequest forwarded -> copy(forwarded, extent(call), out);
      case AbsentRequest absent -> copy(absent, extent(call), out);
      case Request.OfStream<?> stream -> {
        copy(stream, Extent.ALL, out);
        yield TableNames.of(stream);
      }
      case Request.Describe<?> _, Request.Change<?> _, DescribeEndpointsRequest _ ->
          copy(request, Extent.ALL, out);
    };
  }

  /** Tables of another region are known by their ARNs alone. */
  private @Nullable KeySchema keys(String table) {
    return keys.apply(here.equals(site) ? table : here.tableArn(table));
  }

  private Collection<String> copy(Request<?> request, Extent extent, JsonWriter out) {
    document = emptied(document);
    RequestWriter.write(request, document);
    return writeDocument(extent, out);
  }

  private static Extent extent(Tables call) {
    if (!call.isManagement()) {
      return Extent.STATEMENTS;
    }
    return KnownOperations.includes(call.name()) ? Extent.ALL : Extent.RESOURCES;
  }

  private void write(Api call, JsonWriter out) {
    out.name("requestParameters");
    writeRendered(call.parameters(), out);
    out.name("responseElements");
    writeRendered(call.elements(), out);
    out.name("apiVersion").value(call.version());
  }

  private void writeRendered(@Nullable RenderedJson json, JsonWriter out) {
    if (json == null) {
      out.nullValue();
    } else {
      document = emptied(document);
      document.value(json);
      writeDocument(Extent.ALL, out);
    }
  }

  /** Writes the document as far as it may be shown; null if it is not JSON or says too much. */
  private Collection<String> writeDocument(Extent extent, JsonWriter out) {
    part = emptied(part);
    try {
      control.copy(document.buffer(), document.length(), extent, part);
      writePart(out);
    } catch (JacksonException e) {
      out.nullValue();
    }
    return List.copyOf(control.resources());
  }

  private void writePart(JsonWriter out) {
    if (part.length() > MAX_PARAMETERS) {
      out.nullValue();
    } else {
      out.rawValue(part.buffer(), 0, part.length());
    }
  }

  private void writeResources(Collection<String> names, JsonWriter out) {
    if (names.isEmpty()) {
      return;
    }
    out.name("resources").beginArray();
    for (String name : names) {
      out.beginObject();
      out.name("accountId").value(site.account());
      out.name("type")
          .value(name.contains("/stream/") ? "AWS::DynamoDB::Stream" : "AWS::DynamoDB::Table");
      out.name("ARN").value(here.tableArn(name));
      out.endObject();
    }
    out.endArray();
  }

  private static JsonWriter emptied(JsonWriter writer) {
    if (writer.buffer().length > MAX_KEPT) {
      return new JsonWriter();
    }
    writer.clear();
    return writer;
  }
}
