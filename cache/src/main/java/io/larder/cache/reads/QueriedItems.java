package io.larder.cache.reads;

import io.larder.cache.entries.ItemCache;
import io.larder.protocol.expression.KeyCondition;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.Select;
import io.larder.store.KeyBytes;
import io.larder.store.PagePlan;
import io.larder.store.PointReadRules;
import io.larder.store.PrimaryKey;
import io.larder.store.ScalarKeys;
import io.larder.store.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of Queries that name one item by its whole primary key, from the item cache. */
final class QueriedItems {
  private final ItemReads items;

  QueriedItems(ItemReads items) {
    this.items = items;
  }

  /**
   * The page, if its item is known; otherwise null. Never blocks.
   *
   * @throws io.larder.protocol.error.ServiceException where the projection is at fault
   */
  @Nullable ItemPage find(PagePlan.OfQuery plan) {
    PageRequest asked = plan.page();
    if (plan.index() != null
        || asked.filter() != null
        || asked.exclusiveStartKey() != null
        || endsAtItem(asked)) {
      return null;
    }
    PrimaryKey key = key(plan);
    ItemCache.Entry known = key == null ? null : items.current(items.cached(plan.table()), key);
    if (known == null
        || items.expired().parsed(plan.table(), known.item(), asked.projection())
            > ItemReads.MAX_PARSED_AT_ONCE) {
      return null;
    }
    ScalarKeys.check(plan.table(), asked.projection());
    return page(asked, known.item(), items.expired().shown(plan.table(), known.item()));
  }

  /** True of a page that a limit ends: it says where to go on, as the store does. */
  private static boolean endsAtItem(PageRequest asked) {
    Integer limit = asked.limit();
    return limit != null && limit == 1;
  }

  /** The item that is asked for; null if there may be several. */
  private static @Nullable PrimaryKey key(PagePlan.OfQuery plan) {
    Table table = plan.table();
    KeyCondition condition = plan.condition();
    return condition.sortEquals().size() < table.keySchema().sort().size()
        ? null
        : PrimaryKey.of(
            table.id(),
            table.coherenceId(),
            KeyBytes.partition(condition.partition()),
            KeyBytes.sort(condition.sortEquals()));
  }

  private static ItemPage page(PageRequest asked, @Nullable Item item, @Nullable Item shown) {
    Item projected = PointReadRules.projected(shown, asked.projection());
    List<Item> items = projected == null ? List.of() : List.of(projected);
    return new ItemPage(
        asked.select() == Select.COUNT ? null : items,
        shown == null ? 0 : 1,
        item == null ? 0 : 1,
        null,
        new PageCost(item == null ? 0 : item.size(), 0));
  }
}
