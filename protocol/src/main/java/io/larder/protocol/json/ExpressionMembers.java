package io.larder.protocol.json;

import io.larder.protocol.draft.item.Placeholders;
import io.larder.protocol.draft.item.ProjectionDraft;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;

/** Reads the members that go with expressions, into drafts. */
final class ExpressionMembers {
  private ExpressionMembers() {}

  /** Reads the current member if it is one of these; false if the reader still stands at it. */
  static boolean read(Placeholders placeholders, RequestReader in) {
    switch (in.memberName()) {
      case "ExpressionAttributeNames" -> placeholders.names = in.stringMap();
      case "ExpressionAttributeValues" -> placeholders.values = AttributeReader.placeholders(in);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Reads the current member if it is one of these; false if the reader still stands at it. */
  static boolean read(ProjectionDraft projection, RequestReader in) {
    switch (in.memberName()) {
      case "ProjectionExpression" -> projection.expression = in.string();
      case "AttributesToGet" -> projection.attributesToGet = in.strings();
      default -> {
        return false;
      }
    }
    return true;
  }
}
