package io.larder.protocol.item;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes an item over from the JSON of a request without making anything of its values: checks them,
 * counts their size and copies what is canonical as it stands, in most requests all of it. It gives
 * up at the least doubt, at faults above all: the request decoder, which knows what to say of them,
 * then reads the item in its own way. What it does take is the very {@link Item} that the decoder
 * would have made.
 */
public final class ItemScanner {
  private static final int MAX_NAME_LENGTH = 255;
  private static final int MAX_NAMES = 256;

  private final byte[] in;
  private final CanonicalCopy json;
  private int size;

  /** Hashes of the names of all maps that are open. */
  private int[] names = new int[16];

  private int nameCount;

  private ItemScanner(byte[] in, int start, int end) {
    this.in = in;
    this.json = new CanonicalCopy(in, start, end);
  }

  /** An item, and where the JSON goes on behind it. */
  public record Scanned(Item item, int end) {}

  /**
   * The item whose JSON begins at {@code start}, or null if it is not plainly a good one.
   *
   * @param end of the JSON
   */
  public static @Nullable Scanned scan(byte[] json, int start, int end) {
    var scanner = new ItemScanner(json, start, end);
    return scanner.map(0)
        ? new Scanned(Item.ofStored(scanner.json.toByteArray(), scanner.size), scanner.json.at())
        : null;
  }

  private boolean map(int depth) {
    int first = nameCount;
    if (!json.take('{')) {
      return false;
    }
    if (json.next() == '}') {
      json.skip(1);
      return true;
    }
    do {
      if (!name(first) || !json.take(':') || !value(depth)) {
        return false;
      }
      if (depth > 0) {
        size += ItemSize.ELEMENT;
      }
    } while (json.take(','));
    nameCount = first;
    return json.take('}');
  }

  /** A name that is not empty and that no other member has since the one counted {@code first}. */
  private boolean name(int first) {
    if (!json.take('"')) {
      return false;
    }
    int start = json.at();
    int bytes = json.text();
    if (bytes <= 0 || bytes > MAX_NAME_LENGTH || json.at() - 1 - start != bytes) {
      return false;
    }
    size += bytes;
    int hash = 0;
    for (int i = start; i < json.at() - 1; i++) {
      hash = 31 * hash + in[i];
    }
    for (int i = first; i < nameCount; i++) {
      if (names[i] == hash) {
        return false;
      }
    }
    if (nameCount == MAX_NAMES) {
      return false;
    }
    if (nameCount == names.length) {
      names = Arrays.copyOf(names, 2 * nameCount);
    }
    names[nameCount++] = hash;
    return true;
  }

  private boolean value(int depth) {
    return depth < AttributeValue.MAX_NESTING
        && json.take('{')
        && json.take('"')
        && typed(depth)
        && json.take('}');
  }

  private boolean typed(int depth) {
    byte first = json.peek(0);
    byte second = json.peek(1);
    if (second == '"') {
      json.skip(2);
      return json.take(':')
          && switch (first) {
            case 'S' -> string();
            case 'N' -> number();
            case 'B' -> binary();
            case 'L' -> list(depth);
            case 'M' -> mapValue(depth);
            default -> false;
          };
    }
    if (second == 'S' && json.peek(2) == '"') {
      json.skip(3);
      return json.take(':')
          && switch (first) {
            case 'S' -> set(this::member, Utf8Order::compare, (text, to) -> to.value(text));
            case 'N' -> set(this::numberMember, Comparator.naturalOrder(), DynamoNumber::writeTo);
            case 'B' -> set(this::binaryValue, Comparator.naturalOrder(), Bytes::writeTo);
            default -> false;
          };
    }
    size++;
    if (json.takeWord("BOOL\"")) {
      return json.take(':')
          && json.next() != 0
          && (json.takeWord("true") || json.takeWord("false"));
    }
    return json.takeWord("NULL\"") && json.take(':') && json.next() != 0 && json.takeWord("true");
  }

  private boolean string() {
    int bytes = json.take('"') ? json.text() : -1;
    size += bytes;
    return bytes >= 0;
  }

  private boolean number() {
    int start = numberText();
    if (start < 0) {
      return false;
    }
    int bytes = DynamoNumber.canonicalSize(in, start, json.at() - 1);
    if (bytes < 0) {
      DynamoNumber number = parse(start);
      if (number == null) {
        return false;
      }
      json.replace(start, (number + "\"").getBytes(StandardCharsets.ISO_8859_1));
      bytes = number.size();
    }
    size += bytes;
    return true;
  }

  /** Goes over a string that may be a number; returns where its text begins, -1 if it is none. */
  private int numberText() {
    if (!json.take('"')) {
      return -1;
    }
    int start = json.at();
    for (byte b = json.peek(0); b != '"'; b = json.peek(0)) {
      // Exponents are for the decoder: some operations read them otherwise than others.
      if ((b < '0' || b > '9') && b != '-' && b != '.') {
        return -1;
      }
      json.skip(1);
    }
    json.skip(1);
    return start;
  }

  /** The number from {@code start} to the closing quote behind which the scanner is. */
  private @Nullable DynamoNumber parse(int start) {
    try {
      return DynamoNumber.parse(
          new String(in, start, json.at() - 1 - start, StandardCharsets.ISO_8859_1));
    } catch (ServiceException e) {
      return null;
    }
  }

  private boolean binary() {
    return binaryValue() != null;
  }

  private @Nullable Bytes binaryValue() {
    byte[] base64 = plainText();
    if (base64 == null) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      size += bytes.length;
      return Arrays.equals(Base64.getEncoder().encode(bytes), base64) ? Bytes.wrap(bytes) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A string without escapes; null to give up. */
  private byte @Nullable [] plainText() {
    if (!json.take('"')) {
      return null;
    }
    int start = json.at();
    int bytes = json.text();
    return bytes >= 0 && bytes == json.at() - 1 - start
        ? Arrays.copyOfRange(in, start, json.at() - 1)
        : null;
  }

  private @Nullable String member() {
    byte[] text = plainText();
    if (text == null) {
      return null;
    }
    size += text.length;
    return new String(text, StandardCharsets.UTF_8);
  }

  private @Nullable DynamoNumber numberMember() {
    json.next();
    int start = json.at() + 1;
    return number() ? parse(start) : null;
  }

  private boolean mapValue(int depth) {
    size += ItemSize.CONTAINER;
    return map(depth + 1);
  }

  private boolean list(int depth) {
    size += ItemSize.CONTAINER;
    return elements(
        () -> {
          size += ItemSize.ELEMENT;
          return value(depth + 1);
        });
  }

  private boolean elements(BooleanSupplier element) {
    if (!json.take('[')) {
      return false;
    }
    if (json.next() == ']') {
      json.skip(1);
      return true;
    }
    do {
      if (!element.getAsBoolean()) {
        return false;
      }
    } while (json.take(','));
    return json.take(']');
  }

  /** A set, which is kept in {@code order}. */
  private <T> boolean set(
      Supplier<@Nullable T> next, Comparator<T> order, BiConsumer<T, JsonWriter> writing) {
    json.next();
    CanonicalCopy.Mark start = json.mark();
    List<T> members = new ArrayList<>();
    boolean isGood =
        elements(
            () -> {
              T value = next.get();
              return value != null && members.add(value);
            });
    if (!isGood || members.isEmpty()) {
      return false;
    }
    if (isAscending(members, order)) {
      return true;
    }
    members.sort(order);
    if (!isAscending(members, order)) {
      return false;
    }
    var sorted = new JsonWriter();
    sorted.beginArray();
    members.forEach(member -> writing.accept(member, sorted));
    sorted.endArray();
    json.replace(start, sorted.toByteArray());
    return true;
  }

  /** True if the members are in order and none is there twice. */
  private static <T> boolean isAscending(List<T> members, Comparator<T> order) {
    for (int i = 1; i < members.size(); i++) {
      if (order.compare(members.get(i - 1), members.get(i)) >= 0) {
        return false;
      }
    }
    return true;
  }
}
