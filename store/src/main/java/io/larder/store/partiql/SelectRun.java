package io.larder.store.partiql;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteStatementResponse;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the reads of a SELECT, one after the other, until the page is full. */
final class SelectRun {
  private final ExecuteStatementRequest request;
  private final SelectPlan plan;
  private final Reads reads;
  private final List<Item> items = new ArrayList<>();
  private final int limit;
  private int evaluated;
  private long bytes;
  private @Nullable ConsumedCapacity consumed;
  private @Nullable NextToken next;

  SelectRun(ExecuteStatementRequest request, SelectPlan plan, Reads reads) {
    this.request = request;
    this.plan = plan;
    this.reads = reads;
    int asked = request.limit() == null ? Integer.MAX_VALUE : request.limit();
    this.limit = plan.isOfList() ? Math.min(asked, ServiceQuotas.MAX_ITEMS_OF_IN) : asked;
  }

  /**
   * The read that all of the statement comes to; null if there are several, or if something is left
   * to be worked out of what they give.
   */
  @Nullable SingleRead single() {
    List<KeyedRead> keyed = plan.reads();
    if (plan.rest() != null || (keyed != null && keyed.size() != 1)) {
      return null;
    }
    NextToken from = NextToken.parse(request.nextToken(), request.fingerprint(), 1);
    Request.Cacheable<?> read = null;
    if (keyed == null) {
      read = plan.isPlain() ? scanRequest(from) : null;
    } else if (!plan.arePoints()) {
      read = plan.isPlain() ? queryRequest(keyed.getFirst(), from.key()) : null;
    } else {
      Map<String, AttributeValue> key = keyed.getFirst().key(plan.schema());
      read =
          key == null
              ? null
              : Reads.request(
                  plan.select().tableName(),
                  key,
                  request.consistentRead(),
                  request.returnConsumedCapacity());
    }
    return read == null ? null : new SingleRead(request, read, this);
  }

  /** What the statement answers if its only read is answered so. */
  ExecuteStatementResponse answer(Response response) {
    switch (response) {
      case ScanResponse scan -> addLast(scan.page(), scan.consumedCapacity());
      case QueryResponse query -> addLast(query.page(), query.consumedCapacity());
      case GetItemResponse get -> {
        consume(get.consumedCapacity());
        if (get.item() != null) {
          add(get.item());
        }
      }
      default -> throw new IllegalStateException("no read is answered by " + response.getClass());
    }
    return response();
  }

  private void addLast(ItemPage page, @Nullable ConsumedCapacity capacity) {
    add(page, capacity);
    goOn(0, page.lastEvaluatedKey());
  }

  ExecuteStatementResponse run() {
    List<KeyedRead> keyed = plan.reads();
    NextToken from =
        NextToken.parse(
            request.nextToken(), request.fingerprint(), keyed == null ? 1 : keyed.size());
    if (keyed == null) {
      scan(from);
    } else if (plan.arePoints()) {
      points(keyed, from.read());
    } else {
      queries(keyed, from);
    }
    return response();
  }

  private ExecuteStatementResponse response() {
    return new ExecuteStatementResponse(
        items,
        next == null ? null : next.text(request.fingerprint()),
        next == null ? null : next.key(),
        consumed);
  }

  private void scan(NextToken from) {
    ScanResponse response = reads.page(scanRequest(from), request.nextToken() != null);
    addLast(response.page(), response.consumedCapacity());
  }

  private ScanRequest scanRequest(NextToken from) {
    return new ScanRequest(
        plan.select().tableName(),
        null,
        page(from.key()),
        request.returnConsumedCapacity(),
        ValidationLayer.OLDER);
  }

  private void queries(List<KeyedRead> keyed, NextToken from) {
    Map<String, AttributeValue> start = from.key();
    for (int i = from.read(); i < keyed.size() && next == null; i++) {
      QueryResponse response = reads.page(queryRequest(keyed.get(i), start), start != null);
      start = null;
      add(response.page(), response.consumedCapacity());
      if (!goOn(i, response.page().lastEvaluatedKey()) && isFull() && i + 1 < keyed.size()) {
        next = new NextToken(i + 1, null);
      }
    }
  }

  private QueryRequest queryRequest(KeyedRead read, @Nullable Map<String, AttributeValue> start) {
    return new QueryRequest(
        plan.select().tableName(),
        read.condition(plan.schema()),
        plan.isForward(),
        page(start),
        request.returnConsumedCapacity());
  }

  private PageRequest page(@Nullable Map<String, AttributeValue> start) {
    return new PageRequest(
        plan.select().indexName(),
        plan.filter(),
        plan.projection(),
        null,
        limit == Integer.MAX_VALUE ? null : limit - evaluated,
        start,
        request.consistentRead());
  }

  private void points(List<KeyedRead> keyed, int first) {
    int at = first;
    while (at < keyed.size() && !isFull()) {
      int last =
          Math.min(keyed.size(), at + Math.min(limit - evaluated, ServiceQuotas.MAX_ITEMS_OF_IN));
      List<Map<String, AttributeValue>> keys = new ArrayList<>(last - at);
      for (KeyedRead read : keyed.subList(at, last)) {
        Map<String, AttributeValue> key = read.key(plan.schema());
        if (key != null) {
          keys.add(key);
        }
      }
      Reads.Items found =
          reads.items(
              plan.select().tableName(),
              keys,
              request.consistentRead(),
              request.returnConsumedCapacity());
      consume(found.consumed());
      for (Item item : found.items()) {
        evaluated++;
        bytes += item.size();
        add(item);
      }
      at = last;
    }
    if (at < keyed.size()) {
      next = new NextToken(at, null);
    }
  }

  private void add(ItemPage page, @Nullable ConsumedCapacity capacity) {
    consume(capacity);
    evaluated += page.scannedCount();
    List<Item> read = page.items();
    long size = 0;
    if (read != null) {
      for (Item item : read) {
        size += item.size();
        add(item);
      }
    }
    // An upstream does not tell the size of what it has looked at.
    bytes += Math.max(size, page.cost().evaluatedBytes());
  }

  private void add(Item item) {
    Item selected = plan.selected(item);
    if (selected != null) {
      items.add(selected);
    }
  }

  private boolean isFull() {
    return evaluated >= limit || bytes >= ServiceQuotas.MAX_PAGE_BYTES;
  }

  /** Ends the page where a read ended before its end; true if it did. */
  private boolean goOn(int read, @Nullable Map<String, AttributeValue> last) {
    if (last == null) {
      return false;
    }
    next = new NextToken(read, last);
    return true;
  }

  private void consume(@Nullable ConsumedCapacity capacity) {
    if (capacity != null) {
      consumed = consumed == null ? capacity : consumed.plus(capacity);
    }
  }
}
