package io.larder.cache.entries;

import io.larder.cache.policy.Kept;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.KeyCondition;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.ScanSegment;
import io.larder.protocol.operation.Select;
import io.larder.store.Index;
import io.larder.store.PagePlan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What determines a page of a Query or Scan, in canonical form: placeholders are resolved, numbers
 * normalised, legacy parameters are expressions. Consistency and the wish for consumed capacity are
 * left out: they do not change the page.
 */
public sealed interface PageKey {
  int tableId();

  Shape shape();

  /** What it is of what may be kept. */
  Kept kind();

  /** Null for expressions that are too large to be kept in a key. */
  static @Nullable PageKey of(PagePlan plan) {
    Shape shape = Shape.of(plan.page());
    if (shape == null) {
      return null;
    }
    int tableId = plan.table().id();
    Index index = plan.index();
    int targetId = index == null ? tableId : index.id();
    return switch (plan) {
      case PagePlan.OfQuery query ->
          new OfQuery(
              tableId, targetId, query.condition(), query.request().scanIndexForward(), shape);
      case PagePlan.OfScan scan -> new OfScan(tableId, targetId, scan.request().segment(), shape);
    };
  }

  /** A page of a Query. {@code targetId} is the id of the table or index. */
  record OfQuery(
      int tableId, int targetId, KeyCondition condition, boolean scanIndexForward, Shape shape)
      implements PageKey {
    @Override
    public Kept kind() {
      return targetId == tableId ? Kept.QUERIES : Kept.INDEXES;
    }
  }

  /** A page of a Scan. */
  record OfScan(int tableId, int targetId, @Nullable ScanSegment segment, Shape shape)
      implements PageKey {
    @Override
    public Kept kind() {
      return Kept.SCANS;
    }
  }

  /** Which items are returned, which attributes of them, and where the page starts and ends. */
  record Shape(
      @Nullable ConditionExpression filter,
      @Nullable ProjectionExpression projection,
      @Nullable Select select,
      @Nullable Integer limit,
      @Nullable Map<String, AttributeValue> exclusiveStartKey) {
    /**
     * So large may filter and projection be, in bytes: whoever looks for the page compares them.
     */
    private static final int MAX_WEIGHT = 16 * 1024;

    /** Null for expressions that are too large to be kept as a key. */
    static @Nullable Shape of(PageRequest page) {
      var shape =
          new Shape(
              page.filter(),
              page.projection(),
              page.select(),
              page.limit(),
              page.exclusiveStartKey());
      return shape.weight() > MAX_WEIGHT ? null : shape;
    }

    /**
     * What filter and projection weigh, in bytes; beyond the largest that is kept a lower bound.
     */
    long weight() {
      long weight = filter == null ? 0 : filter.weight(MAX_WEIGHT);
      return weight + (projection == null ? 0 : projection.weight(MAX_WEIGHT));
    }
  }
}
