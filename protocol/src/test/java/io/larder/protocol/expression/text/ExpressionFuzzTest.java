package io.larder.protocol.expression.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.expression.Values;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.Bool;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.Null;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Conditions that are made together with what they mean, in the simplest way to say it. */
final class ExpressionFuzzTest {
  private static final int MAX_DEPTH = 4;
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** A condition's text, and what it means. */
  private record Made(String text, Predicate<Map<String, AttributeValue>> meaning) {}

  /** An operand's text, and where its value comes from. */
  private record Operand(
      String text, Function<Map<String, AttributeValue>, AttributeValue> value) {}

  private static final class Maker {
    private final FuzzedDataProvider data;
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();

    Maker(FuzzedDataProvider data) {
      this.data = data;
    }

    private String text() {
      int length = data.consumeInt(0, 9) == 9 ? 4_100 : data.consumeInt(0, 3);
      return data.consumeBoolean()
          ? "a".repeat(length)
          : "ab".repeat(length) + data.pickValue(NAMES);
    }

    private DynamoNumber number() {
      return DynamoNumber.parse(
          data.pickValue(
              List.of("0", "1", "-1", "1.5", "15e-1", "100", "1e2", "-1E-100", "9e125")));
    }

    AttributeValue value(int depth) {
      int size = data.consumeInt(0, 3);
      return switch (data.consumeInt(0, depth > 2 ? 7 : 9)) {
        case 0 -> new Null();
        case 1 -> new Bool(data.consumeBoolean());
        case 2 -> new Num(number());
        case 3 -> new Bin(bytes());
        case 4 ->
            new StrSet(new ArrayList<>(some(size).map(_ -> text()).collect(Collectors.toSet())));
        case 5 ->
            new NumSet(new ArrayList<>(some(size).map(_ -> number()).collect(Collectors.toSet())));
        case 6 ->
            new BinSet(new ArrayList<>(some(size).map(_ -> bytes()).collect(Collectors.toSet())));
        case 7 -> new Str(text());
        case 8 ->
            new ListOf(
                some(data.consumeInt(0, 9) == 9 ? 70 : size).map(_ -> value(depth + 1)).toList());
        default -> new MapOf(item(depth + 1));
      };
    }

    private Stream<Integer> some(int size) {
      return IntStream.range(0, size).boxed();
    }

    private Bytes bytes() {
      return Bytes.wrap(text().getBytes(StandardCharsets.US_ASCII));
    }

    Map<String, AttributeValue> item(int depth) {
      Map<String, AttributeValue> item = new LinkedHashMap<>();
      for (String name : NAMES) {
        if (data.consumeBoolean()) {
          item.put(name, value(depth));
        }
      }
      return item;
    }

    private Operand literal() {
      AttributeValue value = value(1);
      String name = ":v" + values.size();
      values.put(name, value);
      return new Operand(name, _ -> value);
    }

    private Operand path() {
      String name = data.pickValue(NAMES);
      var path = new Operand(name, item -> item.get(name));
      for (int steps = data.consumeInt(0, 2); steps > 0; steps--) {
        path = step(path);
      }
      return path;
    }

    private Operand step(Operand from) {
      if (data.consumeBoolean()) {
        String name = data.pickValue(NAMES);
        return new Operand(
            from.text + "." + name,
            item ->
                from.value.apply(item) instanceof MapOf(var members) ? members.get(name) : null);
      }
      int index = data.consumeInt(0, 3);
      return new Operand(
          from.text + "[" + index + "]",
          item ->
              from.value.apply(item) instanceof ListOf(var all) && index < all.size()
                  ? all.get(index)
                  : null);
    }

    private Operand operand() {
      return data.consumeBoolean() ? path() : literal();
    }

    Made condition(int depth) {
      int kind = data.consumeInt(0, depth == 0 ? 6 : 9);
      return switch (kind) {
        case 0 -> {
          var path = path();
          yield new Made(
              "attribute_exists(" + path.text + ")", item -> path.value.apply(item) != null);
        }
        case 1 -> {
          var path = path();
          yield new Made(
              "attribute_not_exists(" + path.text + ")", item -> path.value.apply(item) == null);
        }
        case 2 -> call("contains", ExpressionFuzzTest::contains);
        case 3 -> call("begins_with", ExpressionFuzzTest::beginsWith);
        case 4, 5 -> comparison();
        case 6 -> in();
        case 7 -> {
          var inner = condition(depth - 1);
          yield new Made("NOT (" + inner.text + ")", inner.meaning.negate());
        }
        case 8 -> {
          var left = condition(depth - 1);
          var right = condition(depth - 1);
          yield new Made(
              "(" + left.text + ") AND (" + right.text + ")", left.meaning.and(right.meaning));
        }
        default -> {
          var left = condition(depth - 1);
          var right = condition(depth - 1);
          yield new Made(
              "(" + left.text + ") OR (" + right.text + ")", left.meaning.or(right.meaning));
        }
      };
    }

    private Made call(String name, BiPredicate<AttributeValue, AttributeValue> test) {
      var first = operand();
      var second = operand();
      return new Made(
          name + "(" + first.text + ", " + second.text + ")",
          item -> {
            AttributeValue whole = first.value.apply(item);
            AttributeValue part = second.value.apply(item);
            return whole != null && part != null && test.test(whole, part);
          });
    }

    private Made comparison() {
      var left = operand();
      var right = operand();
      String operator = data.pickValue(List.of("=", "<>", "<", "<=", ">", ">="));
      return new Made(
          left.text + " " + operator + " " + right.text,
          item -> compare(left.value.apply(item), operator, right.value.apply(item)));
    }

    private Made in() {
      var operand = operand();
      List<Operand> candidates = some(data.consumeInt(1, 8)).map(_ -> operand()).toList();
      return new Made(
          operand.text
              + " IN ("
              + candidates.stream().map(Operand::text).collect(Collectors.joining(", "))
              + ")",
          item ->
              candidates.stream()
                  .anyMatch(
                      candidate ->
                          compare(operand.value.apply(item), "=", candidate.value.apply(item))));
    }
  }

  /** The same for equal values, made of the JDK's own classes. */
  private static Object plain(AttributeValue value) {
    return switch (value) {
      case Str(var text) -> text;
      case Num(var number) -> new BigDecimal(number.toString()).stripTrailingZeros();
      case Bin(var bytes) -> List.of("B", bytes.toBase64());
      case Bool(var truth) -> truth;
      case Null _ -> List.of("null", "null");
      case ListOf(var all) -> List.of("list", all.stream().map(ExpressionFuzzTest::plain).toList());
      case MapOf(var all) ->
          all.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, member -> plain(member.getValue())));
      case StrSet(var all) -> List.of("SS", new HashSet<>(all));
      case NumSet(var all) ->
          List.of("NS", all.stream().map(n -> plain(new Num(n))).collect(Collectors.toSet()));
      case BinSet(var all) ->
          List.of("BS", all.stream().map(b -> plain(new Bin(b))).collect(Collectors.toSet()));
    };
  }

  private static boolean areEqual(AttributeValue left, AttributeValue right) {
    return left.type() == right.type() && plain(left).equals(plain(right));
  }

  private static boolean compare(AttributeValue left, String operator, AttributeValue right) {
    if (left == null || right == null) {
      return operator.equals("<>");
    }
    if (operator.equals("=") || operator.equals("<>")) {
      return areEqual(left, right) == operator.equals("=");
    }
    Integer order = order(left, right);
    return order != null
        && switch (operator) {
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          default -> order >= 0;
        };
  }

  private static Integer order(AttributeValue left, AttributeValue right) {
    if (left instanceof Num(var one) && right instanceof Num(var two)) {
      return new BigDecimal(one.toString()).compareTo(new BigDecimal(two.toString()));
    }
    byte[] one = bytes(left);
    byte[] two = bytes(right);
    return one == null || two == null || left.type() != right.type()
        ? null
        : Integer.valueOf(Arrays.compareUnsigned(one, two));
  }

  private static byte[] bytes(AttributeValue value) {
    return switch (value) {
      case Str(var text) -> text.getBytes(StandardCharsets.UTF_8);
      case Bin(var bytes) -> bytes.toByteArray();
      default -> null;
    };
  }

  private static String letters(AttributeValue value) {
    return new String(bytes(value), StandardCharsets.ISO_8859_1);
  }

  private static boolean contains(AttributeValue whole, AttributeValue part) {
    return switch (whole) {
      case Str _, Bin _ -> whole.type() == part.type() && letters(whole).contains(letters(part));
      case StrSet(var all) -> all.stream().anyMatch(one -> areEqual(new Str(one), part));
      case NumSet(var all) -> all.stream().anyMatch(one -> areEqual(new Num(one), part));
      case BinSet(var all) -> all.stream().anyMatch(one -> areEqual(new Bin(one), part));
      case ListOf(var all) -> all.stream().anyMatch(one -> areEqual(one, part));
      default -> false;
    };
  }

  private static boolean beginsWith(AttributeValue whole, AttributeValue part) {
    return whole.type() == part.type()
        && bytes(whole) != null
        && letters(whole).startsWith(letters(part));
  }

  @FuzzTest(maxDuration = "20m")
  void conditionsMeanWhatTheySay(FuzzedDataProvider data) {
    var maker = new Maker(data);
    Made condition = maker.condition(data.consumeInt(0, MAX_DEPTH));
    ConditionExpression parsed;
    try {
      parsed = new ExpressionAttributes(null, maker.values).condition(condition.text);
    } catch (ServiceException refused) {
      // Operands of types that the operator does not take, paths compared with themselves.
      return;
    }
    for (int times = 0; times < 3; times++) {
      Map<String, AttributeValue> item = maker.item(0);
      boolean expected = condition.meaning.test(item);
      assertThat(parsed.matches(item)).as(condition.text).isEqualTo(expected);
      assertThat(parsed.matches(Item.of(item).attributes())).as(condition.text).isEqualTo(expected);
    }
  }

  /** Any text is an expression or refused. */
  @FuzzTest(maxDuration = "20m")
  void textsAreExpressionsOrRefused(FuzzedDataProvider data) {
    var maker = new Maker(data);
    Map<String, AttributeValue> item = maker.item(0);
    var placeholders =
        new ExpressionAttributes(
            Map.of("#a", "a", "#b", "b"), Map.of(":a", maker.value(0), ":b", maker.value(0)));
    int kind = data.consumeInt(0, 3);
    String text = data.consumeRemainingAsString();
    try {
      switch (kind) {
        case 0 -> placeholders.condition(text).matches(item);
        case 1 -> placeholders.keyCondition(text);
        case 2 -> placeholders.projection(text).project(item);
        default -> {
          UpdateExpression update = placeholders.update(text);
          Item before = Item.of(item);
          Map<String, AttributeValue> changed = update.apply(before.attributes());
          Item after = before.attributes().with(update.targetNames(), changed);
          assertThat(Item.of(after.attributes()).size()).isEqualTo(after.size());
          assertThat(after.attributes()).isEqualTo(Values.after(update, item));
        }
      }
    } catch (ServiceException refused) {
      assertThat(refused.error().message()).isNotBlank();
    }
  }
}
