package io.larder.security.audit.record;

import io.larder.protocol.partiql.RedactedStatement;
import io.larder.protocol.wire.JsonWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Copies the JSON of requests and responses that are about tables and settings into a record: names
 * begin in lower case, dates are text, and what is secret is left out, as is what statements are
 * given for their values. For one thread.
 */
final class ControlParameters {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** As in {@code May 3, 2015 11:34:14 PM}. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);

  private static final Set<String> SECRETS =
      Set.of("secretaccesskey", "sessiontoken", "webidentitytoken", "tokencode", "password");
  private static final Set<String> VALUES =
      Set.of("parameters", "expressionattributevalues", "item", "nexttoken", "searchvector");

  private final Set<String> resources = new LinkedHashSet<>();

  /** How much of a document is copied. */
  enum Extent {
    ALL,
    /** Without the values of statements. */
    STATEMENTS,
    /** What the document is about, for nobody knows what else it says. */
    RESOURCES
  }

  /** The tables that the last document was about, by name or ARN. */
  Set<String> resources() {
    return resources;
  }

  /**
   * Copies an object.
   *
   * @throws JacksonException if it is none
   */
  void copy(byte[] json, int length, Extent extent, JsonWriter out) {
    resources.clear();
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json, 0, length)) {
      if (in.nextToken() == JsonToken.START_OBJECT) {
        copyMembers(in, extent, true, out);
      } else {
        out.nullValue();
      }
    }
  }

  private void copyMembers(JsonParser in, Extent extent, boolean isTop, JsonWriter out) {
    out.beginObject();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      JsonToken value = in.nextToken();
      boolean isResource = isTop && value == JsonToken.VALUE_STRING && note(member, in.getString());
      if (isLeftOut(member, extent) || (extent == Extent.RESOURCES && !isResource)) {
        in.skipChildren();
      } else {
        out.name(lowerCamel(member));
        copyValue(member, in, extent, out);
      }
    }
    out.endObject();
  }

  /** Notes a table; true if the member names a table or what belongs to one. */
  private boolean note(String member, String text) {
    return switch (member) {
      case "TableName", "ResourceArn", "TableArn", "SourceTableName", "TargetTableName" -> {
        if (!text.startsWith("arn:") || text.contains(":table/")) {
          resources.add(text);
        }
        yield true;
      }
      case "StreamArn",
          "BackupArn",
          "BulkOperationArn",
          "ExportArn",
          "ImportArn",
          "GlobalTableName",
          "BackupName" ->
          true;
      default -> false;
    };
  }

  private static boolean isLeftOut(String member, Extent extent) {
    String lower = member.toLowerCase(Locale.ROOT);
    return SECRETS.contains(lower) || (extent == Extent.STATEMENTS && VALUES.contains(lower));
  }

  private void copyValue(String member, JsonParser in, Extent extent, JsonWriter out) {
    switch (in.currentToken()) {
      case START_OBJECT -> copyMembers(in, extent, false, out);
      case START_ARRAY -> {
        out.beginArray();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          copyValue(member, in, extent, out);
        }
        out.endArray();
      }
      case VALUE_STRING ->
          out.value(
              extent == Extent.STATEMENTS && member.equals("Statement")
                  ? RedactedStatement.of(in.getString())
                  : in.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copyNumber(member, in, out);
      case VALUE_TRUE -> out.value(true);
      case VALUE_FALSE -> out.value(false);
      default -> out.nullValue();
    }
  }

  private static void copyNumber(String member, JsonParser in, JsonWriter out) {
    if (member.endsWith("DateTime")) {
      out.value(DATE.format(Instant.ofEpochSecond((long) in.getDoubleValue())));
    } else if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
        && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      out.value(in.getLongValue());
    } else {
      out.value(in.getDoubleValue());
    }
  }

  private static String lowerCamel(String name) {
    return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
