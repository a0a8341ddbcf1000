package io.larder.protocol.expression.text;

import static io.larder.protocol.expression.Values.b;
import static io.larder.protocol.expression.Values.bool;
import static io.larder.protocol.expression.Values.bs;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.m;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.ns;
import static io.larder.protocol.expression.Values.nul;
import static io.larder.protocol.expression.Values.s;
import static io.larder.protocol.expression.Values.ss;

import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.DocumentPath.Step;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.expression.SetValue;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Trees of expressions from a seed, good and bad ones. */
public final class RandomTrees {
  /** One in so many things is larger than the service takes. */
  private static final int RARE = 60;

  /** Plain ones, and all that needs a placeholder. */
  private static final List<String> NAMES =
      List.of(
          "a",
          "b",
          "c",
          "ab",
          "A_",
          "in",
          "OR",
          "if",
          "Artist",
          "DATE",
          "set",
          "REMOVE",
          "size",
          "contains",
          "a.b",
          "a[0]",
          "1a",
          "_a",
          "#0",
          ":0",
          " ",
          "é",
          "\"",
          "name".repeat(60));

  private static final List<AttributeValue> VALUES =
      List.of(
          s("a"),
          s("S"),
          s(""),
          s("abc"),
          n("1"),
          n("2.50"),
          n("-1e9"),
          b("ab"),
          bool(true),
          nul(),
          l(),
          l(n("1"), s("a")),
          m(),
          m("a", n("1")),
          ss("a", "abc"),
          ns("1", "2"),
          bs("ab"));

  private final Random random;

  public RandomTrees(long seed) {
    this.random = new Random(seed);
  }

  public int upTo(int bound) {
    return random.nextInt(bound);
  }

  public <T> T oneOf(List<T> all) {
    return all.get(upTo(all.size()));
  }

  private boolean isRare() {
    return upTo(RARE) == 0;
  }

  private static <T> List<T> several(int count, Supplier<T> one) {
    return Stream.generate(one).limit(count).toList();
  }

  public String name() {
    return oneOf(NAMES);
  }

  public AttributeValue value() {
    return upTo(3) > 0 ? oneOf(VALUES) : n("" + upTo(200));
  }

  Map<String, AttributeValue> item() {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    IntStream.range(0, 6).forEach(_ -> item.put(name(), value()));
    return item;
  }

  DocumentPath path() {
    int steps = isRare() ? 30 + upTo(4) : Math.max(0, upTo(6) - 3);
    return new DocumentPath(name(), several(steps, this::step));
  }

  private Step step() {
    return upTo(2) == 0
        ? new Member(name())
        : new Element(isRare() ? 4_294_967_290L + upTo(10) : upTo(12));
  }

  private Operand operand() {
    return switch (upTo(8)) {
      case 0 -> new Operand.Size(upTo(6) == 0 ? operand() : path());
      case 1, 2, 3 -> new Literal(value());
      default -> path();
    };
  }

  public Condition condition(int depth) {
    if (depth > 0) {
      switch (upTo(5)) {
        case 0 -> {
          return new Condition.Not(condition(depth - 1));
        }
        case 1 -> {
          return new Condition.All(several(2 + upTo(3), () -> condition(depth - 1)));
        }
        case 2 -> {
          return new Condition.Any(several(2 + upTo(3), () -> condition(depth - 1)));
        }
        default -> {}
      }
    }
    return isRare() ? manyOperators() : simpleCondition();
  }

  /** About as many as the service takes. */
  private Condition manyOperators() {
    Condition one = new Condition.Not(new Condition.AttributeExists(path()));
    return new Condition.Any(several(98 + upTo(5), () -> one));
  }

  private Condition simpleCondition() {
    return switch (upTo(9)) {
      case 0 -> new Condition.Between(operand(), operand(), operand());
      case 1 ->
          new Condition.In(
              operand(), several(isRare() ? 99 + upTo(3) : 1 + upTo(4), this::operand));
      case 2 -> new Condition.AttributeExists(upTo(9) == 0 ? operand() : path());
      case 3 -> new Condition.AttributeNotExists(upTo(9) == 0 ? operand() : path());
      case 4 -> new Condition.AttributeType(operand(), type());
      case 5 -> new Condition.BeginsWith(operand(), operand());
      case 6 -> new Condition.Contains(operand(), operand());
      default -> new Condition.Compare(operand(), oneOf(List.of(Comparison.values())), operand());
    };
  }

  private Operand type() {
    return upTo(5) == 0 ? new Literal(value()) : new Literal(s(oneOf(List.of("S", "N", "BOOL"))));
  }

  /** What may be a key condition. */
  public Condition keyCondition() {
    Condition first = keyClause();
    return upTo(3) == 0 ? first : new Condition.All(List.of(first, keyClause()));
  }

  private Condition keyClause() {
    DocumentPath key = upTo(9) == 0 ? path() : DocumentPath.ofAttribute(name());
    var value = new Literal(value());
    return switch (upTo(4)) {
      case 0 -> new Condition.Between(key, value, new Literal(value()));
      case 1 -> new Condition.BeginsWith(key, value);
      case 2 -> new Condition.Compare(value, oneOf(List.of(Comparison.values())), key);
      default -> new Condition.Compare(key, oneOf(List.of(Comparison.values())), value);
    };
  }

  public List<DocumentPath> paths() {
    return several(1 + upTo(4), this::path);
  }

  /** Actions by section, in any order of the sections. */
  public List<UpdateAction> actions() {
    List<Supplier<UpdateAction>> sections =
        new ArrayList<>(
            List.of(
                () -> new UpdateAction.Set(path(), setValue(3)),
                () -> new UpdateAction.Remove(path()),
                () -> new UpdateAction.Add(path(), value()),
                () -> new UpdateAction.Delete(path(), value())));
    Collections.shuffle(sections, random);
    return sections.subList(0, 1 + upTo(3)).stream()
        .flatMap(section -> several(1 + upTo(2), section).stream())
        .toList();
  }

  private SetValue setValue(int depth) {
    return switch (upTo(depth == 0 ? 3 : 8)) {
      case 0, 1 -> new SetValue.Attribute(path());
      case 2 -> new SetValue.Constant(value());
      case 3, 4 -> new SetValue.IfNotExists(path(), setValue(depth - 1));
      case 5 -> new SetValue.ListAppend(setValue(depth - 1), setValue(depth - 1));
      case 6 -> new SetValue.Sum(setValue(depth - 1), setValue(depth - 1));
      default -> new SetValue.Difference(setValue(depth - 1), setValue(depth - 1));
    };
  }
}
