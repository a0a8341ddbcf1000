package io.larder.store;

import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.ItemPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Sort keys of every length at which a store may have to cut them, each the beginning of longer
 * ones, compared with a sorted list.
 */
interface KeyLengthContract extends StoreFixture {
  /** Where a key of 511 bytes is full, and the next; in an index some bytes take twice the room. */
  List<Integer> LENGTHS =
      List.of(
          1, 240, 241, 242, 243, 244, 470, 482, 483, 484, 490, 491, 492, 511, 512, 729, 730, 731,
          732, 973, 974, 975, 1002, 1003, 1022);

  /** A type of key, what keys of it consist of, and what may stand behind that. */
  enum Kind {
    TEXT("S", 's') {
      @Override
      AttributeValue value(byte[] bytes) {
        return s(new String(bytes, StandardCharsets.US_ASCII));
      }

      @Override
      byte[][] ends() {
        return new byte[][] {{}, {'r'}, {'t', '~'}};
      }
    },
    BINARY("B", 0) {
      @Override
      AttributeValue value(byte[] bytes) {
        return new AttributeValue.Bin(Bytes.wrap(bytes));
      }

      @Override
      byte[][] ends() {
        return new byte[][] {{}, {1}, {-1, 0}};
      }
    };

    private final String type;
    private final byte fill;

    Kind(String type, int fill) {
      this.type = type;
      this.fill = (byte) fill;
    }

    abstract AttributeValue value(byte[] bytes);

    abstract byte[][] ends();

    /** In their order. */
    List<byte[]> keys() {
      List<byte[]> keys = new ArrayList<>();
      for (int length : LENGTHS) {
        for (byte[] end : ends()) {
          byte[] key = new byte[length + end.length];
          Arrays.fill(key, 0, length, fill);
          System.arraycopy(end, 0, key, length, end.length);
          keys.add(key);
        }
      }
      keys.sort(Arrays::compareUnsigned);
      return keys;
    }
  }

  /** A table or an index, and the names of its keys. */
  record Keyed(@Nullable String index, String partition, String sort) {
    static final List<Keyed> ALL =
        List.of(
            new Keyed(null, "pk", "sk"),
            new Keyed("local", "pk", "alt"),
            new Keyed("global", "g", "alt"));

    Requests.Page page() {
      return index == null ? Requests.page() : Requests.page(index);
    }

    KeyConditionExpression condition(String onSort, Object... values) {
      Object[] all = Arrays.copyOf(values, values.length + 2);
      all[values.length] = ":p";
      all[values.length + 1] = s("p");
      return key(partition + " = :p" + onSort.replace("#", sort), all);
    }
  }

  private static Map<String, AttributeValue> numbered(Kind kind, List<byte[]> keys, int number) {
    AttributeValue key = kind.value(keys.get(number));
    return item("pk", s("p"), "sk", key, "g", s("p"), "alt", key, "name", s("" + number));
  }

  private void putAll(Kind kind, List<byte[]> keys) {
    create(
        NewTable.named(TABLE, "pk:S", "sk:" + kind.type)
            .local("local", "pk:S", "alt:" + kind.type, "*")
            .global("global", "g:S", "alt:" + kind.type, "*"));
    List<Integer> numbers = new ArrayList<>(numbers(keys, _ -> true));
    Collections.shuffle(numbers, new Random(20261130));
    join(
        numbers, number -> store().write(put(TABLE, namesAndValues(numbered(kind, keys, number)))));
  }

  private static void join(List<Integer> numbers, Function<Integer, CompletableFuture<?>> write) {
    CompletableFuture.allOf(numbers.stream().map(write).toArray(CompletableFuture[]::new)).join();
  }

  private static List<Integer> numbers(List<byte[]> keys, Predicate<byte[]> wanted) {
    List<Integer> numbers = new ArrayList<>();
    for (int number = 0; number < keys.size(); number++) {
      if (wanted.test(keys.get(number))) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private static Object[] namesAndValues(Map<String, AttributeValue> item) {
    List<Object> all = new ArrayList<>();
    item.forEach(
        (name, value) -> {
          all.add(name);
          all.add(value);
        });
    return all.toArray();
  }

  /** The names of the items that a query finds, by pages of {@code limit}. */
  private List<Integer> found(
      Keyed source, KeyConditionExpression condition, boolean forward, int limit) {
    List<Integer> found = new ArrayList<>();
    Map<String, AttributeValue> last = null;
    do {
      var request = source.page().limit(limit).after(last).request();
      ItemPage page = store().read(query(TABLE, condition, forward, request)).page();
      texts(page.items(), "name").forEach(name -> found.add(Integer.parseInt(name)));
      last = page.lastEvaluatedKey();
    } while (last != null);
    return found;
  }

  private void checkRange(
      Keyed source,
      List<byte[]> keys,
      KeyConditionExpression condition,
      Predicate<byte[]> expected) {
    List<Integer> numbers = numbers(keys, expected);

    assertThat(found(source, condition, true, 1_000)).isEqualTo(numbers);
    assertThat(found(source, condition, false, 1_000)).isEqualTo(numbers.reversed());
  }

  private void checkAllRanges(Kind kind) {
    List<byte[]> keys = kind.keys();
    putAll(kind, keys);
    for (Keyed source : Keyed.ALL) {
      KeyConditionExpression all = source.condition("");
      checkRange(source, keys, all, _ -> true);
      assertThat(found(source, all, true, 1)).isEqualTo(numbers(keys, _ -> true));
      assertThat(found(source, all, false, 1)).isEqualTo(numbers(keys, _ -> true).reversed());
      for (int at = 0; at < keys.size(); at++) {
        byte[] bound = keys.get(at);
        byte[] upper = keys.get(Math.min(at + 7, keys.size() - 1));
        Object[] values = {":x", kind.value(bound)};
        checkRange(
            source, keys, source.condition(" AND # < :x", values), key -> order(key, bound) < 0);
        checkRange(
            source, keys, source.condition(" AND # <= :x", values), key -> order(key, bound) <= 0);
        checkRange(
            source, keys, source.condition(" AND # > :x", values), key -> order(key, bound) > 0);
        checkRange(
            source, keys, source.condition(" AND # >= :x", values), key -> order(key, bound) >= 0);
        checkRange(
            source, keys, source.condition(" AND # = :x", values), key -> order(key, bound) == 0);
        checkRange(
            source,
            keys,
            source.condition(" AND begins_with(#, :x)", values),
            key -> Arrays.mismatch(key, bound) == bound.length || Arrays.equals(key, bound));
        checkRange(
            source,
            keys,
            source.condition(
                " AND # BETWEEN :x AND :y", ":x", kind.value(bound), ":y", kind.value(upper)),
            key -> order(key, bound) >= 0 && order(key, upper) <= 0);
      }
    }
  }

  private static int order(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other);
  }

  @Test
  default void textsOfEveryLengthAreInOrderAndRangesOfThemAreExact() {
    checkAllRanges(Kind.TEXT);
  }

  @Test
  default void binariesOfEveryLengthAreInOrderAndRangesOfThemAreExact() {
    checkAllRanges(Kind.BINARY);
  }

  @Test
  default void keysOfEveryLengthAreReadReplacedAndDeletedAlone() {
    for (Kind kind : Kind.values()) {
      List<byte[]> keys = kind.keys();
      putAll(kind, keys);
      List<Integer> all = numbers(keys, _ -> true);
      List<Integer> even = all.stream().filter(number -> number % 2 == 0).toList();
      List<Integer> odd = all.stream().filter(number -> number % 2 == 1).toList();

      join(odd, number -> deleteOf(kind, keys, number));
      for (Keyed source : Keyed.ALL) {
        assertThat(found(source, source.condition(""), true, 3)).isEqualTo(even);
        checkPagesAfterWhatIsGone(kind, keys, source, odd);
      }
      for (int number : all) {
        assertThat(read("pk", s("p"), "sk", kind.value(keys.get(number))) == null)
            .isEqualTo(number % 2 == 1);
      }

      join(even, number -> deleteOf(kind, keys, number));
      for (Keyed source : Keyed.ALL) {
        assertThat(found(source, source.condition(""), false, 3)).isEmpty();
        assertThat(store().read(scan(TABLE, source.page().request())).page().items()).isEmpty();
      }
      store().change(new DeleteTableRequest(TABLE)).join();
    }
  }

  private CompletableFuture<?> deleteOf(Kind kind, List<byte[]> keys, int number) {
    return store().write(delete(TABLE, "pk", s("p"), "sk", kind.value(keys.get(number))));
  }

  private void checkPagesAfterWhatIsGone(
      Kind kind, List<byte[]> keys, Keyed source, List<Integer> gone) {
    for (int number : gone) {
      var start = numbered(kind, keys, number);
      start.keySet().retainAll(source.index() == null ? List.of("pk", "sk") : keysOf(source));
      var page = source.page().limit(1).after(start).request();

      var after = store().read(query(TABLE, source.condition(""), true, page)).page();
      var before = store().read(query(TABLE, source.condition(""), false, page)).page();

      List<String> next = number + 1 < keys.size() ? List.of("" + (number + 1)) : List.of();
      assertThat(texts(after.items(), "name")).isEqualTo(next);
      assertThat(texts(before.items(), "name")).containsExactly("" + (number - 1));
    }
  }

  private static List<String> keysOf(Keyed source) {
    return List.of("pk", "sk", source.partition(), source.sort());
  }

  @Test
  default void numbersBehindLongTextsInAnIndexKeepTheirOrder() {
    create(NewTable.named(TABLE, "pk:S", "").global("index", "g:S", "title:S,amount:N", "*"));
    List<String> expected = new ArrayList<>();
    for (int length : new int[] {450, 455, 460, 461, 462, 463, 464, 470, 955, 1_000}) {
      for (String number : List.of("-1E100", "-7", "0", "0.5", "12", "1E100")) {
        String name = length + " " + number;
        expected.add(name);
        save("pk", s(name), "g", s("g"), "title", s("t".repeat(length)), "amount", n(number));
      }
    }

    var all = key("g = :g", ":g", s("g"));
    assertThat(texts(store().read(query(TABLE, all, page("index").request())).page().items(), "pk"))
        .isEqualTo(expected);
    for (int length : new int[] {455, 461, 462, 955}) {
      var positive =
          key(
              "g = :g AND title = :t AND amount > :n",
              ":g",
              s("g"),
              ":t",
              s("t".repeat(length)),
              ":n",
              n(0));
      assertThat(
              texts(
                  store()
                      .read(query(TABLE, positive, false, page("index").request()))
                      .page()
                      .items(),
                  "pk"))
          .containsExactly(length + " 1E100", length + " 12", length + " 0.5");
    }
  }

  @Test
  default void entriesWithOneLongIndexKeyAreAllFound() {
    create(NewTable.named(TABLE, "pk:S", "").global("index", "g:S", "alt:S"));
    String alternative = "a".repeat(1_024);
    List<String> expected = new ArrayList<>();
    for (int number = 0; number < 50; number++) {
      expected.add("" + number);
      save("pk", s("" + number), "g", s("g"), "alt", s(alternative));
    }
    var condition = key("g = :g AND alt = :a", ":g", s("g"), ":a", s(alternative));

    for (boolean forward : new boolean[] {true, false}) {
      List<String> seen = new ArrayList<>();
      Map<String, AttributeValue> last = null;
      do {
        var request = page("index").limit(1).after(last).request();
        ItemPage page = store().read(query(TABLE, condition, forward, request)).page();
        seen.addAll(texts(page.items(), "pk"));
        last = page.lastEvaluatedKey();
      } while (last != null);
      assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
