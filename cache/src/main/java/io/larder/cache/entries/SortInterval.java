package io.larder.cache.entries;

import io.larder.protocol.expression.KeyCondition;
import io.larder.protocol.expression.KeyCondition.SortRange;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageRequest;
import io.larder.store.KeyBytes;
import io.larder.store.PagePlan;
import io.larder.store.PrimaryKey;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sort keys of one item collection that a page of a Query depends on: those that it was
 * evaluated from, and those that it would have been, had there been items. A write of an item whose
 * sort key is not among them leaves the page as it is.
 *
 * <p>That is so because a page is made of the items of its range in their order, from where it
 * starts until its limit is reached or it has 1 MB: what comes after its last item had no part in
 * it. Only where its limit ended it is that taken for granted: an upstream may look at one more
 * item before it ends a page by size.
 */
public final class SortInterval {
  /** Rough cost in bytes of the objects. */
  private static final int OVERHEAD = 64;

  private byte @Nullable [] lower;
  private boolean isLowerExclusive;
  private byte @Nullable [] upper;
  private boolean isUpperExclusive;

  private SortInterval() {}

  /** Of a page of that plan, which reads a table and no index; null if it depends on all items. */
  public static @Nullable SortInterval of(PagePlan.OfQuery plan, ItemPage page) {
    var interval = new SortInterval();
    interval.limitTo(plan.condition());
    PageRequest asked = plan.page();
    boolean isForward = plan.request().scanIndexForward();
    Map<String, AttributeValue> start = asked.exclusiveStartKey();
    if (start != null) {
      interval.limitTo(plan, start, isForward, true);
    }
    Map<String, AttributeValue> last = page.lastEvaluatedKey();
    Integer limit = asked.limit();
    if (last != null && limit != null && page.scannedCount() == limit) {
      interval.limitTo(plan, last, !isForward, false);
    }
    return interval.lower == null && interval.upper == null ? null : interval;
  }

  private void limitTo(KeyCondition condition) {
    for (AttributeValue value : condition.sortEquals()) {
      raise(KeyBytes.of(value), false);
      lower(KeyBytes.of(value), false);
    }
    switch (condition.sortRange()) {
      case null -> {}
      case SortRange.LessThan(var bound, var inclusive) -> lower(KeyBytes.of(bound), !inclusive);
      case SortRange.GreaterThan(var bound, var inclusive) -> raise(KeyBytes.of(bound), !inclusive);
      case SortRange.Between(var least, var greatest) -> {
        raise(KeyBytes.of(least), false);
        lower(KeyBytes.of(greatest), false);
      }
      case SortRange.BeginsWith(var prefix) -> {
        raise(KeyBytes.of(prefix), false);
        byte[] beyond = beyond(KeyBytes.of(prefix));
        if (beyond != null) {
          lower(beyond, true);
        }
      }
    }
  }

  /** The first key after all that begin so; null if there is none. */
  private static byte @Nullable [] beyond(byte[] prefix) {
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] next = Arrays.copyOf(prefix, length);
    next[length - 1]++;
    return next;
  }

  private void limitTo(
      PagePlan.OfQuery plan, Map<String, AttributeValue> key, boolean isLower, boolean exclusive) {
    byte[] sort = plan.table().primaryKey(key).sort();
    if (isLower) {
      raise(sort, exclusive);
    } else {
      lower(sort, exclusive);
    }
  }

  private void raise(byte[] bound, boolean exclusive) {
    int order = lower == null ? 1 : Arrays.compareUnsigned(bound, lower);
    if (order > 0) {
      lower = bound;
      isLowerExclusive = exclusive;
    } else if (order == 0) {
      isLowerExclusive |= exclusive;
    }
  }

  private void lower(byte[] bound, boolean exclusive) {
    int order = upper == null ? -1 : Arrays.compareUnsigned(bound, upper);
    if (order < 0) {
      upper = bound;
      isUpperExclusive = exclusive;
    } else if (order == 0) {
      isUpperExclusive |= exclusive;
    }
  }

  /** Whether the page may depend on the item; the collection is the page's. */
  boolean contains(PrimaryKey key) {
    byte[] sort = key.sort();
    return isAbove(sort) && isBelow(sort);
  }

  private boolean isAbove(byte[] sort) {
    byte[] bound = lower;
    if (bound == null) {
      return true;
    }
    int order = Arrays.compareUnsigned(sort, bound);
    return order > 0 || (order == 0 && !isLowerExclusive);
  }

  private boolean isBelow(byte[] sort) {
    byte[] bound = upper;
    if (bound == null) {
      return true;
    }
    int order = Arrays.compareUnsigned(sort, bound);
    return order < 0 || (order == 0 && !isUpperExclusive);
  }

  /** Bytes that this takes. */
  int weight() {
    return OVERHEAD + (lower == null ? 0 : lower.length) + (upper == null ? 0 : upper.length);
  }
}
