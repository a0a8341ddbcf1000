package io.larder.store.upstream;

import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteRequest;
import io.larder.store.Index;
import io.larder.store.NamedTouched;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a write may touch, as far as it can be told without the items as they are: the items'
 * partitions, and each global index as a whole unless it is certain that its entry stays as it is.
 */
final class WriteTargets {
  private final Function<String, @Nullable Table> tables;
  private final List<NamedTouched> touched = new ArrayList<>();

  private WriteTargets(Function<String, @Nullable Table> tables) {
    this.tables = tables;
  }

  /** The tables that the write names, by name or ARN. */
  static Set<String> tableNames(Request.Write<?> request) {
    return switch (request) {
      case PutItemRequest put -> Set.of(put.tableName());
      case UpdateItemRequest update -> Set.of(update.tableName());
      case DeleteItemRequest delete -> Set.of(delete.tableName());
      case BatchWriteItemRequest batch -> batch.requestItems().keySet();
      case TransactWriteItemsRequest transaction -> {
        Set<String> names = new LinkedHashSet<>();
        transaction.items().forEach(item -> names.add(item.tableName()));
        yield names;
      }
    };
  }

  /**
   * The items that the write may change, in its order.
   *
   * @param tables has every table that the write names, null for one of which nothing is kept
   * @throws io.larder.protocol.error.ServiceException if a key is none of its table
   */
  static List<NamedTouched> of(Request.Write<?> request, Function<String, @Nullable Table> tables) {
    var targets = new WriteTargets(tables);
    switch (request) {
      case PutItemRequest put -> targets.put(put.tableName(), put.item().attributes());
      case UpdateItemRequest update ->
          targets.update(update.tableName(), update.key(), update.update());
      case DeleteItemRequest delete -> targets.delete(delete.tableName(), delete.key());
      case BatchWriteItemRequest batch ->
          batch.requestItems().forEach((name, writes) -> targets.addAll(name, writes));
      case TransactWriteItemsRequest transaction -> transaction.items().forEach(targets::add);
    }
    return targets.touched;
  }

  private void addAll(String tableName, List<WriteRequest> writes) {
    for (WriteRequest write : writes) {
      switch (write) {
        case WriteRequest.Put(var item) -> put(tableName, item.attributes());
        case WriteRequest.Delete(var key) -> delete(tableName, key);
      }
    }
  }

  private void add(TransactWriteItem action) {
    switch (action) {
      case TransactWriteItem.Put put -> put(put.tableName(), put.item().attributes());
      case TransactWriteItem.Update update ->
          update(update.tableName(), update.key(), update.update());
      case TransactWriteItem.Delete delete -> delete(delete.tableName(), delete.key());
      case TransactWriteItem.ConditionCheck _ -> {}
    }
  }

  private void put(String tableName, Map<String, AttributeValue> item) {
    Table table = tables.apply(tableName);
    if (table != null) {
      add(table, table.primaryKeyOfItem(item), _ -> true);
    }
  }

  private void delete(String tableName, Map<String, AttributeValue> key) {
    Table table = tables.apply(tableName);
    if (table != null) {
      add(table, table.primaryKey(key), _ -> true);
    }
  }

  private void update(
      String tableName, Map<String, AttributeValue> key, @Nullable UpdateExpression update) {
    Table table = tables.apply(tableName);
    if (table != null) {
      Set<String> changed = update == null ? Set.of() : update.targetNames();
      add(table, table.primaryKey(key), index -> mayTouch(table, index, changed));
    }
  }

  private void add(Table table, PrimaryKey key, Predicate<Index> mayTouch) {
    List<String> indexNames = new ArrayList<>();
    for (Index index : table.indexesByName()) {
      if (index.isGlobal() && mayTouch.test(index)) {
        indexNames.add(index.name());
      }
    }
    touched.add(
        new NamedTouched(
            table.name(), key, indexNames, Definitions.collections(table.name(), key, indexNames)));
  }

  /** False only if no update of these attributes can change what the index holds. */
  private static boolean mayTouch(Table table, Index index, Set<String> changed) {
    boolean isKeyOfTable = true;
    for (KeySchema.KeyAttribute attribute : index.keySchema().attributes()) {
      if (changed.contains(attribute.name())) {
        return true;
      }
      isKeyOfTable &= table.keySchema().contains(attribute.name());
    }
    // An item that is not there yet has the attributes of its key, and so is in such an index.
    return isKeyOfTable || holdsAny(index.projection(), changed);
  }

  private static boolean holdsAny(Projection projection, Set<String> names) {
    if (projection.projectionType() == ProjectionType.ALL) {
      return !names.isEmpty();
    }
    return Objects.requireNonNullElse(projection.nonKeyAttributes(), List.<String>of()).stream()
        .anyMatch(names::contains);
  }
}
