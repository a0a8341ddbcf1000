package io.larder.security.authorization;

import io.larder.protocol.wire.JsonWriter;
import io.larder.security.access.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A policy document that is known to be one, to be written as the service gives it back: members in
 * one order, lists of one element as the element, accounts as their root.
 */
final class PolicyDocument {
  private static final List<String> TOP = List.of("Version", "Id", "Statement");
  private static final List<String> STATEMENT =
      List.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final String OLD_VERSION = "2008-10-17";

  private final JsonBody document;
  private final List<JsonBody> statements;

  PolicyDocument(String json) {
    this.document = JsonBody.of(json.getBytes(StandardCharsets.UTF_8));
    this.statements = document.oneOrMore("Statement");
  }

  /**
   * The document in canonical form.
   *
   * @param principal what stands for an AWS principal
   */
  String canonical(UnaryOperator<String> principal) {
    var out = new JsonWriter();
    out.beginObject();
    for (String member : TOP) {
      switch (member) {
        case "Version" ->
            out.name(member)
                .value(document.has(member) ? document.requiredText(member) : OLD_VERSION);
        case "Statement" -> {
          out.name(member).beginArray();
          statements.forEach(statement -> write(statement, principal, out));
          out.endArray();
        }
        default -> {
          String text = document.text(member);
          if (text != null) {
            out.name(member).value(text);
          }
        }
      }
    }
    out.endObject();
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  private static void write(JsonBody statement, UnaryOperator<String> principal, JsonWriter out) {
    out.beginObject();
    for (String member : STATEMENT) {
      if (statement.has(member)) {
        out.name(member);
        switch (member) {
          case "Principal", "NotPrincipal" -> writePrincipal(statement, member, principal, out);
          case "Condition" -> writeCondition(statement.object(member), out);
          default -> writeTexts(statement.oneOrMoreTexts(member), out);
        }
      }
    }
    out.endObject();
  }

  private static void writePrincipal(
      JsonBody statement, String member, UnaryOperator<String> principal, JsonWriter out) {
    if (statement.isText(member)) {
      out.value(statement.requiredText(member));
      return;
    }
    JsonBody kinds = statement.object(member);
    out.beginObject();
    for (String kind : kinds.names()) {
      List<String> names = kinds.oneOrMoreTexts(kind);
      writeTexts(
          kind.equals("AWS") ? names.stream().map(principal).toList() : names, out.name(kind));
    }
    out.endObject();
  }

  private static void writeCondition(JsonBody operators, JsonWriter out) {
    out.beginObject();
    for (String operator : operators.names()) {
      out.name(operator).beginObject();
      JsonBody keys = operators.object(operator);
      for (String key : keys.names()) {
        writeTexts(keys.oneOrMoreTexts(key), out.name(key));
      }
      out.endObject();
    }
    out.endObject();
  }

  private static void writeTexts(List<String> texts, JsonWriter out) {
    if (texts.size() == 1) {
      out.value(texts.getFirst());
      return;
    }
    out.beginArray();
    texts.forEach(out::value);
    out.endArray();
  }

  /** The AWS principals that statements name. */
  List<String> principals() {
    List<String> all = new ArrayList<>();
    for (JsonBody statement : statements) {
      for (String member : List.of("Principal", "NotPrincipal")) {
        all.addAll(principals(statement, member));
      }
    }
    return all;
  }

  private static List<String> principals(JsonBody statement, String member) {
    if (!statement.has(member)) {
      return List.of();
    }
    return statement.isText(member)
        ? List.of(statement.requiredText(member))
        : statement.object(member).oneOrMoreTexts("AWS");
  }

  /** True if a statement allows something to everyone whom no condition holds to be one of few. */
  boolean grantsUnboundedAccess() {
    for (JsonBody statement : statements) {
      boolean isOpen =
          "Allow".equals(statement.text("Effect"))
              && (principals(statement, "Principal").contains("*")
                  || statement.has("NotPrincipal"));
      if (isOpen && !PublicAccess.isBounded(conditions(statement))) {
        return true;
      }
    }
    return false;
  }

  /** Values by keys by operators. */
  private static Map<String, Map<String, List<String>>> conditions(JsonBody statement) {
    Map<String, Map<String, List<String>>> all = new LinkedHashMap<>();
    JsonBody operators = statement.object("Condition");
    for (String operator : operators.names()) {
      JsonBody keys = operators.object(operator);
      Map<String, List<String>> values = new LinkedHashMap<>();
      keys.names().forEach(key -> values.put(key, keys.oneOrMoreTexts(key)));
      all.put(operator, values);
    }
    return all;
  }

  /** The root of an account that is named by its number; other names as they are. */
  static String named(String principal) {
    return principal.length() == 12 && principal.chars().allMatch(c -> c >= '0' && c <= '9')
        ? "arn:aws:iam::" + principal + ":root"
        : principal;
  }
}
