package io.larder.protocol.json;

import io.larder.protocol.draft.item.PageDraft;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;

/** Reads the members that Query and Scan have in common. */
final class PageMembers {
  private PageMembers() {}

  /** Reads the current member if it is one of these; false if the reader still stands at it. */
  static boolean read(PageDraft page, RequestReader in) {
    switch (in.memberName()) {
      case "TableName" -> page.tableName = in.string();
      case "IndexName" -> page.indexName = in.string();
      case "Select" -> page.select = in.string();
      case "Limit" -> page.limit = in.int32();
      case "ExclusiveStartKey" -> page.exclusiveStartKey = AttributeReader.map(in);
      case "ConsistentRead" -> page.consistentRead = in.bool();
      case "ReturnConsumedCapacity" -> page.returnConsumedCapacity = in.string();
      case "FilterExpression" -> page.filterExpression = in.string();
      case "ConditionalOperator" -> page.conditionalOperator = in.string();
      default -> {
        return ExpressionMembers.read(page.projection, in)
            || ExpressionMembers.read(page.placeholders, in);
      }
    }
    return true;
  }

  /** Notes what only the reader saw of a request that is read to its end. */
  static void finish(PageDraft page, RequestReader in) {
    page.isReadByOlderLayer = in.isReadByOlderLayer();
    page.hasCoercedInteger = in.sawCoercedInteger();
  }
}
