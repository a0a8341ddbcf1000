package io.larder.store.lmdb;

import static io.larder.store.Requests.item;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.s;

import io.larder.protocol.operation.QueryRequest;
import io.larder.store.Requests.Page;
import io.larder.store.lmdb.Model.Counted;
import io.larder.store.lmdb.Model.State;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * A page of some items of a partition, whose sort keys are single digits.
 *
 * @param limit 0 for none
 * @param start after which item it begins, -1 for the first one of the range
 */
record Range(String partition, int least, int most, boolean forward, int limit, int start) {
  private static final int DIGITS = 10;

  /** One of items below {@code end}. */
  static Range any(String partition, int end, Random random) {
    int one = random.nextInt(end);
    int other = random.nextInt(end);
    int least = random.nextInt(3) == 0 ? 0 : Math.min(one, other);
    int most = random.nextInt(3) == 0 ? DIGITS - 1 : Math.max(one, other);
    int start = random.nextInt(3) == 0 ? least + random.nextInt(most - least + 1) : -1;
    return new Range(partition, least, most, random.nextBoolean(), random.nextInt(3), start);
  }

  QueryRequest request(String table) {
    Page wanted = page();
    if (limit > 0) {
      wanted = wanted.limit(limit);
    }
    if (start >= 0) {
      wanted = wanted.after(item("pk", s(partition), "sk", s("" + start)));
    }
    String condition = "pk = :p";
    Object[] values = {":p", s(partition), ":a", s("" + least), ":b", s("" + most)};
    if (least == most) {
      condition += forward ? " AND sk = :a" : " AND begins_with(sk, :a)";
      values = new Object[] {":p", s(partition), ":a", s("" + least)};
    } else if (most == DIGITS - 1) {
      condition += " AND sk >= :a";
      values = new Object[] {":p", s(partition), ":a", s("" + least)};
    } else if (least == 0) {
      condition += " AND sk < :b";
      values = new Object[] {":p", s(partition), ":b", s("" + (most + 1))};
    } else {
      condition += " AND sk BETWEEN :a AND :b";
    }
    return query(table, key(condition, values), forward, wanted.request());
  }

  /** What the page has of a state. */
  State of(State state) {
    NavigableMap<String, Counted> whole = new TreeMap<>(state.items());
    NavigableMap<String, Counted> range =
        whole.subMap(partition + least, true, partition + most, true);
    NavigableMap<String, Counted> some = new TreeMap<>();
    for (Map.Entry<String, Counted> item : (forward ? range : range.descendingMap()).entrySet()) {
      int digit = item.getKey().charAt(1) - '0';
      boolean isBeyond = start < 0 || (forward ? digit > start : digit < start);
      if (isBeyond && (limit == 0 || some.size() < limit)) {
        some.put(item.getKey(), item.getValue());
      }
    }
    return new State(some);
  }
}
