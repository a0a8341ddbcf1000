package io.larder.protocol.dax.value;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Random attribute values of all types, the awkward ones among them. */
public final class RandomValues {
  private static final int MAX_DEPTH = 4;
  private static final List<String> TEXTS =
      List.of("", "a", "\"", "\\", "\n\t\u0001\u001f", "é", "日本語", "😀", "\uFFFD", "\u007f/");

  private final Random random;

  public RandomValues(Random random) {
    this.random = random;
  }

  /** Attributes under so many names. */
  public Map<String, AttributeValue> attributes(int count) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    while (attributes.size() < count) {
      attributes.put(name(), value());
    }
    return attributes;
  }

  /** A name that is neither empty nor too long for one. */
  public String name() {
    return shortText() + (char) ('a' + random.nextInt(26));
  }

  public AttributeValue value() {
    return value(0);
  }

  private AttributeValue value(int depth) {
    return switch (random.nextInt(depth < MAX_DEPTH ? 10 : 8)) {
      case 0 -> new Str(text());
      case 1 -> new Num(number());
      case 2 -> new Bin(bytes());
      case 3 -> new Bool(random.nextBoolean());
      case 4 -> new Null();
      case 5 -> new StrSet(members(this::text));
      case 6 -> new NumSet(members(this::number));
      case 7 -> new BinSet(members(this::bytes));
      case 8 -> new ListOf(some(() -> value(depth + 1)).toList());
      default -> {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        some(this::name).forEach(name -> members.put(name, value(depth + 1)));
        yield new MapOf(members);
      }
    };
  }

  private <T> Stream<T> some(Supplier<T> element) {
    int count = random.nextInt(60) == 0 ? 20 + random.nextInt(300) : random.nextInt(5);
    return Stream.generate(element).limit(count);
  }

  private <T> List<T> members(Supplier<T> member) {
    return Stream.concat(Stream.of(member.get()), some(member)).distinct().toList();
  }

  public String text() {
    if (random.nextInt(500) == 0) {
      return "long ".repeat(random.nextInt(20_000));
    }
    return shortText();
  }

  private String shortText() {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(
          random.nextInt(4) == 0
              ? TEXTS.get(random.nextInt(TEXTS.size()))
              : String.valueOf((char) ('a' + random.nextInt(26))));
    }
    return text.toString();
  }

  public Bytes bytes() {
    byte[] bytes = new byte[random.nextInt(500) == 0 ? random.nextInt(70_000) : random.nextInt(20)];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  /** A number of up to 38 digits and any exponent. */
  public DynamoNumber number() {
    if (random.nextInt(3) == 0) {
      return DynamoNumber.of(random.nextInt(2000) - 1000);
    }
    var text = new StringBuilder(random.nextBoolean() ? "-" : "");
    int digits = 1 + random.nextInt(38);
    text.append(1 + random.nextInt(9));
    for (int i = 1; i < digits; i++) {
      text.append(random.nextInt(10));
    }
    int exponent = random.nextBoolean() ? -random.nextInt(digits) : random.nextInt(200) - 125;
    return DynamoNumber.parse(text + "E" + Math.clamp(exponent, -130, 125 - digits + 1));
  }
}
