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
  private static final int LONGEST_NAME = 255;
  private static final int MOST_NAMES = 256;
  private static final int LEAST_COPY = 512;

  private final byte[] in;
  private final int end;
  private int at;

  /** What the copy has so far; {@code in} from {@link #kept} on is to follow. */
  private byte[] out = {};

  private int length;
  private int kept;

  private int size;

  /** Hashes of the names of all maps that are open. */
  private int[] names = new int[16];

  private int nameCount;

  private ItemScanner(byte[] in, int start, int end) {
    this.in = in;
    this.at = start;
    this.kept = start;
    this.end = end;
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
    return scanner.map(0) ? new Scanned(scanner.item(), scanner.at) : null;
  }

  private Item item() {
    if (length == 0) {
      return Item.ofStored(Arrays.copyOfRange(in, kept, at), size);
    }
    keep(at);
    return Item.ofStored(Arrays.copyOf(out, length), size);
  }

  // -- the copy --

  /** Appends what is not copied yet of the input before {@code to}. */
  private void keep(int to) {
    append(in, kept, to);
    kept = to;
  }

  private void append(byte[] bytes, int from, int to) {
    int count = to - from;
    if (count > out.length - length) {
      out = Arrays.copyOf(out, Math.max(length + count, Math.max(2 * out.length, LEAST_COPY)));
    }
    System.arraycopy(bytes, from, out, length, count);
    length += count;
  }

  /** Puts {@code bytes} in the place of the input from {@code from} to where the scanner is. */
  private void replace(int from, byte[] bytes) {
    keep(from);
    append(bytes, 0, bytes.length);
    kept = at;
  }

  // -- JSON --

  private byte peek(int distance) {
    return at + distance < end ? in[at + distance] : 0;
  }

  /** Goes over white space, which the copy leaves out, and returns the byte behind it, 0 at end. */
  private byte next() {
    byte b = peek(0);
    if (!isSpace(b)) {
      return b;
    }
    keep(at);
    do {
      at++;
      b = peek(0);
    } while (isSpace(b));
    kept = at;
    return b;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private boolean take(char c) {
    if (next() != c) {
      return false;
    }
    at++;
    return true;
  }

  private boolean takeWord(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (peek(i) != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  /** The text of a string, to its closing quote; returns its length in UTF-8, -1 for a bad one. */
  private int text() {
    int saved = 0;
    int start = at;
    while (true) {
      while (at + Long.BYTES <= end && JsonWriter.isPlainAscii(in, at)) {
        at += Long.BYTES;
      }
      byte b = peek(0);
      if (b == '"') {
        return at++ - start - saved;
      }
      int bytes = b == '\\' ? escape() : b >= ' ' ? 1 : sequence(b);
      if (bytes == 0) {
        return -1;
      }
      if (b == '\\') {
        saved += bytes;
      } else {
        at += bytes;
      }
    }
  }

  /** The bytes of a UTF-8 sequence for one character beyond ASCII; 0 if it is none. */
  private int sequence(byte first) {
    int lead = first & 0xFF;
    int second = peek(1) & 0xFF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return isTrail(second) ? 2 : 0;
    }
    if ((lead & 0xF0) == 0xE0) {
      boolean isShortest = lead != 0xE0 || second >= 0xA0;
      boolean isSurrogate = lead == 0xED && second >= 0xA0;
      return isTrail(second) && isShortest && !isSurrogate && isTrail(peek(2)) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      boolean isShortest = lead != 0xF0 || second >= 0x90;
      boolean isInRange = lead != 0xF4 || second < 0x90;
      return isTrail(second) && isShortest && isInRange && isTrail(peek(2)) && isTrail(peek(3))
          ? 4
          : 0;
    }
    return 0;
  }

  private static boolean isTrail(int b) {
    return (b & 0xC0) == 0x80;
  }

  /** Goes over an escape; returns how many bytes longer it is than its character, 0 if in doubt. */
  private int escape() {
    int start = at;
    switch (peek(1)) {
      case '"', '\\', 'b', 'f', 'n', 'r', 't' -> at += 2;
      case '/' -> {
        at += 2;
        replace(start, new byte[] {'/'});
      }
      case 'u' -> {
        byte[] utf8 = unicode();
        if (utf8 == null) {
          return 0;
        }
        replace(start, utf8);
        return at - start - utf8.length;
      }
      default -> {
        return 0;
      }
    }
    return 1;
  }

  /** The character of one or two <code>&#92;u</code> escapes, null if it has a shorter escape. */
  private byte @Nullable [] unicode() {
    int unit = unit();
    int other = Character.isHighSurrogate((char) unit) && peek(0) == '\\' ? unit() : -1;
    String text =
        other < 0
            ? String.valueOf((char) unit)
            : new String(new char[] {(char) unit, (char) other});
    boolean isWhole =
        other < 0 ? !Character.isSurrogate((char) unit) : Character.isLowSurrogate((char) other);
    boolean isEscaped = unit < ' ' || unit == '"' || unit == '\\';
    return isWhole && !isEscaped ? text.getBytes(StandardCharsets.UTF_8) : null;
  }

  /** Goes over four hexadecimal digits behind <code>&#92;u</code>; negative if they are none. */
  private int unit() {
    if (peek(1) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = 2; i < 6; i++) {
      unit = unit << 4 | Character.digit(peek(i), 16);
    }
    at += 6;
    return unit;
  }

  // -- attribute values --

  private boolean map(int depth) {
    int first = nameCount;
    if (!take('{')) {
      return false;
    }
    if (next() == '}') {
      at++;
      return true;
    }
    do {
      if (!name(first) || !take(':') || !value(depth)) {
        return false;
      }
      if (depth > 0) {
        size += ItemSize.ELEMENT;
      }
    } while (take(','));
    nameCount = first;
    return take('}');
  }

  /** A name that is not empty and that no other member has since the one counted {@code first}. */
  private boolean name(int first) {
    if (!take('"')) {
      return false;
    }
    int start = at;
    int bytes = text();
    if (bytes <= 0 || bytes > LONGEST_NAME || at - 1 - start != bytes) {
      return false;
    }
    size += bytes;
    int hash = 0;
    for (int i = start; i < at - 1; i++) {
      hash = 31 * hash + in[i];
    }
    for (int i = first; i < nameCount; i++) {
      if (names[i] == hash) {
        return false;
      }
    }
    if (nameCount == MOST_NAMES) {
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
        && take('{')
        && take('"')
        && typed(depth)
        && take('}');
  }

  private boolean typed(int depth) {
    byte first = peek(0);
    byte second = peek(1);
    if (second == '"') {
      at += 2;
      return take(':')
          && switch (first) {
            case 'S' -> string();
            case 'N' -> number();
            case 'B' -> binary();
            case 'L' -> list(depth);
            case 'M' -> mapValue(depth);
            default -> false;
          };
    }
    if (second == 'S' && peek(2) == '"') {
      at += 3;
      return take(':')
          && switch (first) {
            case 'S' -> set(this::member, Utf8Order::compare, (text, to) -> to.value(text));
            case 'N' -> set(this::numberMember, Comparator.naturalOrder(), DynamoNumber::writeTo);
            case 'B' -> set(this::binaryValue, Comparator.naturalOrder(), Bytes::writeTo);
            default -> false;
          };
    }
    size++;
    if (takeWord("BOOL\"")) {
      return take(':') && next() != 0 && (takeWord("true") || takeWord("false"));
    }
    return takeWord("NULL\"") && take(':') && next() != 0 && takeWord("true");
  }

  private boolean string() {
    int bytes = take('"') ? text() : -1;
    size += bytes;
    return bytes >= 0;
  }

  private boolean number() {
    int start = numberText();
    if (start < 0) {
      return false;
    }
    int bytes = DynamoNumber.canonicalSize(in, start, at - 1);
    if (bytes < 0) {
      DynamoNumber number = parse(start);
      if (number == null) {
        return false;
      }
      replace(start, quoteEnd(number));
      bytes = number.size();
    }
    size += bytes;
    return true;
  }

  /** The canonical text of a number and its closing quote. */
  private static byte[] quoteEnd(DynamoNumber number) {
    return (number + "\"").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Goes over a string that may be a number; returns where its text begins, -1 if it is none. */
  private int numberText() {
    if (!take('"')) {
      return -1;
    }
    int start = at;
    for (byte b = peek(0); b != '"'; b = peek(0)) {
      // Exponents are for the decoder: some operations read them otherwise than others.
      if ((b < '0' || b > '9') && b != '-' && b != '.') {
        return -1;
      }
      at++;
    }
    at++;
    return start;
  }

  /** The number from {@code start} to the closing quote behind which the scanner is. */
  private @Nullable DynamoNumber parse(int start) {
    try {
      return DynamoNumber.parse(new String(in, start, at - 1 - start, StandardCharsets.ISO_8859_1));
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
    if (!take('"')) {
      return null;
    }
    int start = at;
    int bytes = text();
    return bytes >= 0 && bytes == at - 1 - start ? Arrays.copyOfRange(in, start, at - 1) : null;
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
    int start = numberText();
    DynamoNumber number = start < 0 ? null : parse(start);
    if (number == null) {
      return null;
    }
    if (DynamoNumber.canonicalSize(in, start, at - 1) < 0) {
      replace(start, quoteEnd(number));
    }
    size += number.size();
    return number;
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
    if (!take('[')) {
      return false;
    }
    if (next() == ']') {
      at++;
      return true;
    }
    do {
      if (!element.getAsBoolean()) {
        return false;
      }
    } while (take(','));
    return take(']');
  }

  /** A set, which is kept in {@code order}. */
  private <T> boolean set(
      Supplier<@Nullable T> next, Comparator<T> order, BiConsumer<T, JsonWriter> writing) {
    next();
    int start = at;
    int lengthBefore = length;
    int keptBefore = kept;
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
    length = lengthBefore;
    kept = keptBefore;
    replace(start, sorted.toByteArray());
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
