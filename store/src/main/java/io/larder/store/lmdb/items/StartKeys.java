package io.larder.store.lmdb.items;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.KeyCondition;
import io.larder.protocol.expression.KeyCondition.SortRange;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.ScanSegment;
import io.larder.protocol.operation.TableSchema;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.store.KeyBytes;
import io.larder.store.Table;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.KeyRange;
import io.larder.store.lmdb.layout.RecordKey;
import io.larder.store.lmdb.layout.Source;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the ExclusiveStartKey of a Query or Scan, in the service's order and words. */
final class StartKeys {
  private static final String INVALID = "The provided starting key is invalid";
  private static final String AT_MOST_ONE_ROW =
      "The query can return at most one row and cannot be restarted";

  private final KeyLayout layout;

  StartKeys(KeyLayout layout) {
    this.layout = layout;
  }

  /** Where a Query starts after: a key of the source that the condition could meet. */
  @Nullable RecordKey ofQuery(
      Source source, @Nullable Map<String, AttributeValue> startKey, KeyCondition condition) {
    if (startKey == null) {
      return null;
    }
    checkMeets(source, startKey, condition);
    return at(source, startKey);
  }

  private RecordKey at(Source source, Map<String, AttributeValue> startKey) {
    RecordKey start = source.at(layout, startKey);
    if (start == null) {
      throw validation(INVALID);
    }
    return start;
  }

  /** Where a Scan starts after. */
  @Nullable RecordKey ofScan(
      Source source,
      @Nullable Map<String, AttributeValue> startKey,
      @Nullable ScanSegment segment,
      ValidationLayer layer) {
    if (startKey == null) {
      return null;
    }
    RecordKey start =
        switch (layer) {
          case OLDER ->
              source.index() == null ? ofItem(source.table(), startKey) : ofKey(source, startKey);
          case NEWER -> {
            checkIndexTypes(source, startKey);
            yield ofKey(source, startKey);
          }
        };
    if (segment != null && !KeyRange.contains(segment, layout.firstTwelveBits(start.partition()))) {
      throw validation(
          INVALID
              + ": Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment."
              + " TotalSegments: "
              + segment.totalSegments()
              + " Segment: "
              + segment.segment());
    }
    return start;
  }

  private RecordKey ofKey(Source source, Map<String, AttributeValue> startKey) {
    checkIsKey(source, startKey);
    return at(source, startKey);
  }

  /** In the older layer a Scan of a table, unlike other reads, says what is wrong with the key. */
  private RecordKey ofItem(Table table, Map<String, AttributeValue> startKey) {
    try {
      return layout.ofItem(table.primaryKey(startKey));
    } catch (ServiceException e) {
      throw validation(INVALID + ": " + e.error().message());
    }
  }

  /** Rejects what is not a key of the source, whatever the query looks for. */
  static void checkIsKey(Source source, @Nullable Map<String, AttributeValue> startKey) {
    if (startKey == null) {
      return;
    }
    Set<KeyAttribute> expected = new LinkedHashSet<>(source.keySchema().attributes());
    expected.addAll(source.table().keySchema().attributes());
    if (startKey.size() != expected.size()) {
      throw validation(INVALID);
    }
    for (KeyAttribute attribute : expected) {
      AttributeValue value = startKey.get(attribute.name());
      if (value == null || value.type() != attribute.type()) {
        throw validation(INVALID);
      }
    }
    ServiceException empty = source.table().emptyKeyValue(startKey);
    if (empty != null) {
      throw empty;
    }
  }

  /** In the newer layer a Scan judges every attribute that any key of its table has. */
  private static void checkIndexTypes(Source source, Map<String, AttributeValue> startKey) {
    Table table = source.table();
    String indexName =
        source.index() == null ? firstIndex(table.description().schema()) : source.index().name();
    if (indexName == null) {
      return;
    }
    for (AttributeDefinition definition : table.description().schema().attributeDefinitions()) {
      AttributeValue value = startKey.get(definition.attributeName());
      if (value != null && !value.type().name().equals(definition.attributeType().name())) {
        throw invalidParameter(
            Messages.indexKeyMismatch(
                definition.attributeName(), definition.attributeType(), value.type(), indexName));
      }
    }
  }

  private static @Nullable String firstIndex(TableSchema table) {
    if (!table.globalSecondaryIndexes().isEmpty()) {
      return table.globalSecondaryIndexes().getFirst().index().indexName();
    }
    return table.localSecondaryIndexes().isEmpty()
        ? null
        : table.localSecondaryIndexes().getFirst().index().indexName();
  }

  private static void checkMeets(
      Source source, Map<String, AttributeValue> startKey, KeyCondition condition) {
    KeySchema schema = source.keySchema();
    List<KeyAttribute> partition = schema.partition();
    int last = partition.size() - 1;
    for (int at = 0; at < last; at++) {
      if (!condition.partition().get(at).equals(startKey.get(partition.get(at).name()))) {
        throw validation(AT_MOST_ONE_ROW);
      }
    }
    if (!meetsSort(schema, startKey, condition)) {
      throw validation("The provided starting key does not match the range key predicate");
    }
    boolean isSamePartition =
        condition.partition().get(last).equals(startKey.get(partition.get(last).name()));
    if (source.hasOneEntryPerPartition()) {
      throw validation(
          isSamePartition ? AT_MOST_ONE_ROW : "The provided exclusive start key is invalid");
    }
    if (!isSamePartition) {
      boolean hasSortCondition = !condition.sortEquals().isEmpty() || condition.sortRange() != null;
      throw validation(
          hasSortCondition
              ? AT_MOST_ONE_ROW
              : "The provided starting key is outside query boundaries based on provided"
                  + " conditions");
    }
  }

  private static boolean meetsSort(
      KeySchema schema, Map<String, AttributeValue> startKey, KeyCondition condition) {
    int fixed = condition.sortEquals().size();
    for (int at = 0; at < fixed; at++) {
      if (!condition.sortEquals().get(at).equals(startKey.get(schema.sort().get(at).name()))) {
        return false;
      }
    }
    SortRange range = condition.sortRange();
    AttributeValue value = range == null ? null : startKey.get(schema.sort().get(fixed).name());
    return range == null || value == null || meets(KeyBytes.of(value), range);
  }

  private static boolean meets(byte[] value, SortRange range) {
    return switch (range) {
      case SortRange.LessThan(var bound, var inclusive) ->
          Arrays.compareUnsigned(value, KeyBytes.of(bound)) < (inclusive ? 1 : 0);
      case SortRange.GreaterThan(var bound, var inclusive) ->
          Arrays.compareUnsigned(value, KeyBytes.of(bound)) > (inclusive ? -1 : 0);
      case SortRange.Between(var lower, var upper) ->
          Arrays.compareUnsigned(value, KeyBytes.of(lower)) >= 0
              && Arrays.compareUnsigned(value, KeyBytes.of(upper)) <= 0;
      case SortRange.BeginsWith(var prefix) -> {
        byte[] start = KeyBytes.of(prefix);
        yield value.length >= start.length
            && Arrays.equals(value, 0, start.length, start, 0, start.length);
      }
    };
  }
}
