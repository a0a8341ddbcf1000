package io.larder.protocol.expression;

import static io.larder.protocol.expression.Values.attributes;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.s;

import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import io.larder.protocol.quota.ServiceQuotas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The dearest expressions that a request may bring, each with the item that makes it so: 4 KB of
 * text, 300 operators, 2 MB of values, 400 KB of item.
 */
public enum WorstCase {
  /** The text is one letter throughout, the parts are another length of it and end otherwise. */
  CONTAINS_IN_ONE_LETTER {
    @Override
    Work work() {
      return contains(string("a".repeat(LARGEST)), i -> s("a".repeat(6_000 + i) + "b"));
    }
  },
  CONTAINS_ONE_LONG_PART {
    @Override
    Work work() {
      return contains(string("a".repeat(LARGEST)), 1, i -> s("a".repeat(LARGEST / 2) + "b"));
    }
  },
  CONTAINS_IN_TWO_LETTERS {
    @Override
    Work work() {
      return contains(string(twoLetters(LARGEST, 1)), i -> s(twoLetters(6_000 + i, 2 + i) + "c"));
    }
  },
  /** Thue–Morse strings, which have the hash of their opposites modulo 2³² whatever the base. */
  CONTAINS_WHERE_HASHES_FAIL {
    @Override
    Work work() {
      String good = thueMorse(1_024, 'a', 'b');
      String bad = thueMorse(1_024, 'b', 'a');
      return contains(
          string(bad.repeat(LARGEST / 1_024)),
          i -> s(bad.repeat(1 + i % 7) + good + "a".repeat(i)));
    }
  },
  CONTAINS_IN_BINARY {
    @Override
    Work work() {
      return contains(binary("a".repeat(LARGEST)), i -> binary("a".repeat(6_000 + i) + "b"));
    }
  },
  CONTAINS_IN_SET_OF_NUMBERS {
    @Override
    Work work() {
      return contains(numbers(0, 100_000), i -> n("1" + i + ".5"));
    }
  },
  CONTAINS_IN_SET_OF_LIKE_STRINGS {
    @Override
    Work work() {
      String common = "a".repeat(400);
      return contains(
          new StrSet(IntStream.range(0, 1_000).mapToObj(i -> common + i).toList()),
          i -> s(common + "." + i));
    }
  },
  CONTAINS_IN_LIST_OF_NOTHINGS {
    @Override
    Work work() {
      return contains(new ListOf(Collections.nCopies(LARGEST, s(""))), i -> s("" + i));
    }
  },
  CONTAINS_IN_LIST_OF_LISTS {
    @Override
    Work work() {
      return contains(
          new ListOf(Collections.nCopies(30, nothings(LARGEST / 31, 0))),
          i -> nothings(LARGEST / 31, 1 + i));
    }
  },
  EQUALITY_OF_LISTS {
    @Override
    Work work() {
      Map<String, AttributeValue> values = attributes(":v", nothings(LARGEST, 1));
      return condition(
          repeated("NOT a=:v", " AND ", 100), values, attributes("a", nothings(LARGEST, 0)), true);
    }
  },
  /** Every attribute with every value, all of which differ in the last element only. */
  EQUALITY_OF_PAIRS {
    @Override
    Work work() {
      int paths = 16;
      int size = LARGEST / paths;
      Map<String, AttributeValue> item = new LinkedHashMap<>();
      for (int i = 0; i < paths; i++) {
        item.put("a" + i, nothings(size, 100 + i));
      }
      String names =
          IntStream.range(0, 70).mapToObj(WorstCase::placeholder).collect(Collectors.joining(","));
      Map<String, AttributeValue> values = new LinkedHashMap<>();
      IntStream.range(0, 70).forEach(i -> values.put(placeholder(i), nothings(size, i)));
      return condition(
          IntStream.range(0, paths)
              .mapToObj(i -> "a" + i + " IN (" + names + ")")
              .collect(Collectors.joining(" OR ")),
          values,
          item);
    }
  },
  /** Attributes that lie in each other, all of them large. */
  EQUALITY_OF_NESTED_LISTS {
    @Override
    Work work() {
      AttributeValue value = nothings(LARGEST - 200, 0);
      AttributeValue other = nothings(LARGEST - 200, 1);
      for (int i = 0; i < 30; i++) {
        value = new ListOf(List.of(value));
        other = new ListOf(List.of(other));
      }
      return condition(
          IntStream.range(0, 30)
              .mapToObj(i -> "a" + "[0]".repeat(i) + " IN (:v,:v)")
              .collect(Collectors.joining(" OR ")),
          attributes(":v", other),
          attributes("a", value));
    }
  },
  EQUALITY_OF_STRINGS {
    @Override
    Work work() {
      return condition(
          "a IN (" + repeated(":v", ",", 100) + ")" + repeated("", " OR a IN (:v,:w,:v,:w)", 149),
          attributes(
              ":v", s("a".repeat(LARGEST - 1) + "b"), ":w", s("a".repeat(LARGEST - 1) + "c")),
          string("a".repeat(LARGEST)));
    }
  },
  EQUALITY_OF_SETS {
    @Override
    Work work() {
      return condition(
          repeated("a=:v", " OR ", 150),
          attributes(":v", numbers(1, 100_000)),
          attributes("a", numbers(0, 100_000)));
    }
  },
  ORDER_OF_STRINGS {
    @Override
    Work work() {
      return condition(
          repeated("a BETWEEN :v AND :v", " OR ", 150),
          attributes(":v", s("a".repeat(LARGEST - 1) + "b")),
          string("a".repeat(LARGEST)));
    }
  },
  BEGINS_WITH {
    @Override
    Work work() {
      return condition(
          repeated("begins_with(a,:v)", " OR ", 150),
          attributes(":v", s("a".repeat(LARGEST - 1) + "b")),
          string("a".repeat(LARGEST)));
    }
  },
  /** Names that must be written with escapes, in an item of as many attributes as it can have. */
  MANY_ATTRIBUTES {
    @Override
    Work work() {
      Map<String, AttributeValue> item = new LinkedHashMap<>();
      for (int i = 0; i < 60_000; i++) {
        item.put("\"" + Integer.toString(i, 36), new AttributeValue.Null());
      }
      Map<String, String> names = new LinkedHashMap<>();
      for (int i = 0; i < 150; i++) {
        names.put("#" + i, "\"" + Integer.toString(i, 36));
      }
      return new Work(
          IntStream.range(0, 150)
              .mapToObj(i -> "attribute_exists(#" + i + ")")
              .collect(Collectors.joining("AND ")),
          names,
          Map.of(),
          item,
          true);
    }
  };

  /** What is left of an item beside the name of one attribute, in bytes. */
  private static final int LARGEST = ServiceQuotas.MAX_ITEM_BYTES - 100;

  private static final int CONTAINS = 150;

  /** What is to be evaluated, and on what. */
  record Work(
      String text,
      Map<String, String> names,
      Map<String, AttributeValue> values,
      Map<String, AttributeValue> item,
      boolean expected) {
    ExpressionAttributes placeholders() {
      return new ExpressionAttributes(names, values);
    }

    Item stored() {
      return Item.of(item);
    }
  }

  abstract Work work();

  private static Work condition(
      String text, Map<String, AttributeValue> values, Map<String, AttributeValue> item) {
    return condition(text, values, item, false);
  }

  private static Work condition(
      String text,
      Map<String, AttributeValue> values,
      Map<String, AttributeValue> item,
      boolean expected) {
    return new Work(text, Map.of(), values, item, expected);
  }

  private static Work contains(AttributeValue whole, IntFunction<AttributeValue> part) {
    return contains(whole, CONTAINS, part);
  }

  private static Work contains(Map<String, AttributeValue> item, IntFunction<AttributeValue> part) {
    return contains(item, CONTAINS, part);
  }

  private static Work contains(AttributeValue whole, int times, IntFunction<AttributeValue> part) {
    return contains(attributes("a", whole), times, part);
  }

  private static Work contains(
      Map<String, AttributeValue> item, int times, IntFunction<AttributeValue> part) {
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      values.put(placeholder(i), part.apply(i));
      conditions.add("contains(a," + placeholder(i) + ")");
    }
    return condition(String.join(" OR ", conditions), values, item);
  }

  private static String placeholder(int i) {
    return ":" + Integer.toString(i, 36);
  }

  private static Map<String, AttributeValue> string(String text) {
    return attributes("a", s(text));
  }

  private static AttributeValue binary(String ascii) {
    return new AttributeValue.Bin(Bytes.wrap(ascii.getBytes(StandardCharsets.US_ASCII)));
  }

  private static AttributeValue numbers(int first, int count) {
    return new NumSet(
        IntStream.range(first, first + count).mapToObj(i -> DynamoNumber.of(i)).toList());
  }

  /** A list of empty strings, which count one byte each, and a number. */
  private static AttributeValue nothings(int bytes, int last) {
    List<AttributeValue> elements = new ArrayList<>(Collections.nCopies(bytes - 10, s("")));
    elements.add(n("" + last));
    return new ListOf(elements);
  }

  private static String repeated(String part, String separator, int times) {
    return String.join(separator, Collections.nCopies(times, part));
  }

  private static String twoLetters(int length, int seed) {
    var random = new Random(seed);
    return random
        .ints(length, 0, 2)
        .mapToObj(bit -> bit == 0 ? "a" : "b")
        .collect(Collectors.joining());
  }

  private static String thueMorse(int length, char zero, char one) {
    return IntStream.range(0, length)
        .mapToObj(i -> String.valueOf(Integer.bitCount(i) % 2 == 0 ? zero : one))
        .collect(Collectors.joining());
  }
}
