package io.larder.protocol.dax.request;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.request.RequestDecoder.Context;
import io.larder.protocol.dax.value.ItemDecoder;
import io.larder.protocol.dax.value.ValueDecoder;
import io.larder.protocol.draft.Rollout;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.PageDraft;
import io.larder.protocol.draft.item.QueryDraft;
import io.larder.protocol.draft.item.ScanDraft;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ValidationLayer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a Query or Scan: table, the key condition of a Query, parameters. */
final class PageDecoder {
  private static final String ALL_ATTRIBUTES = "ALL_ATTRIBUTES";

  private final Context context;
  private final ValidationLayer layer;
  private final ExpressionDecoder expressions;

  private PageDecoder(Context context, Operation operation) {
    this.context = context;
    layer = Rollout.layerOf(operation);
    expressions = new ExpressionDecoder(new ValueDraft(layer));
  }

  static DaxRequest query(CborReader in, Context context) {
    return new PageDecoder(context, Operation.QUERY).query(in);
  }

  static DaxRequest scan(CborReader in, Context context) {
    return new PageDecoder(context, Operation.SCAN).scan(in);
  }

  private DaxRequest query(CborReader in) {
    var query = new QueryDraft(layer);
    String table = Arguments.text(in);
    query.page.tableName = table;
    KeySchema keys = context.keysOf(table, "Query");
    query.keyConditionTree = expressions.condition("KeyConditionExpression", in.readContent());
    Parameters parameters = Parameters.read(in);
    query.scanIndexForward = parameters.flag(Parameters.SCAN_INDEX_FORWARD, true);
    readParameters(query.page, parameters, keys);
    QueryRequest request = query.check();
    return Projections.of(request, keys, request.page().projection(), request::withProjection);
  }

  private DaxRequest scan(CborReader in) {
    var scan = new ScanDraft(layer);
    String table = Arguments.text(in);
    scan.page.tableName = table;
    KeySchema keys = context.keysOf(table, "Scan");
    Parameters parameters = Parameters.read(in);
    scan.segment = parameters.integer(Parameters.SEGMENT);
    scan.totalSegments = parameters.integer(Parameters.TOTAL_SEGMENTS);
    readParameters(scan.page, parameters, keys);
    ScanRequest request = scan.check();
    return Projections.of(request, keys, request.page().projection(), request::withProjection);
  }

  private void readParameters(PageDraft page, Parameters parameters, KeySchema keys) {
    page.indexName = parameters.text(Parameters.INDEX_NAME);
    page.select = select(parameters);
    page.limit = parameters.integer(Parameters.LIMIT);
    page.consistentRead = parameters.flag(Parameters.CONSISTENT_READ, false);
    page.returnConsumedCapacity = parameters.returnConsumedCapacity();
    page.exclusiveStartKey = startKey(parameters, page.indexName, keys);
    page.projection.tree =
        ExpressionDecoder.projection(parameters.content(Parameters.PROJECTION_EXPRESSION));
    page.filterTree =
        expressions.condition("FilterExpression", parameters.content(Parameters.FILTER_EXPRESSION));
    page.placeholders.literals = expressions.literals();
  }

  private @Nullable String select(Parameters parameters) {
    String select = parameters.select();
    if (!context.selectsAllUnasked()) {
      return select;
    }
    return select == null ? ALL_ATTRIBUTES : ALL_ATTRIBUTES.equals(select) ? null : select;
  }

  /** The key of the table, but all of its attributes by name if an index is read. */
  private @Nullable AttributeMap startKey(
      Parameters parameters, @Nullable String index, KeySchema keys) {
    CborReader content = parameters.content(Parameters.EXCLUSIVE_START_KEY);
    // One client sends nothing in so many words.
    if (content == null || content.isAtEnd()) {
      return null;
    }
    var draft = new ValueDraft(layer);
    return index == null ? ItemDecoder.key(content, keys, draft) : named(content, draft);
  }

  private static AttributeMap named(CborReader content, ValueDraft draft) {
    Map<String, AttributeValue> key = new LinkedHashMap<>(8);
    for (int left = content.beginMap(); content.hasNext(left); left--) {
      String name = content.readText();
      draft.at(name);
      draft.name(name);
      key.put(name, ValueDecoder.read(content, draft));
    }
    content.requireEnd();
    return draft.toMap(key);
  }
}
