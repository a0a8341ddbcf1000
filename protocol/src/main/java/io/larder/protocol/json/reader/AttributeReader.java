package io.larder.protocol.json.reader;

import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.draft.item.ValueFault;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.Bool;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads attribute values. A value of the wrong JSON type is refused at once, as the service does
 * while it parses a request; any other fault is for the {@link ValueDraft} to remember.
 */
public final class AttributeReader {
  private static final String MODEL = "AttributeValue";

  private AttributeReader() {}

  /** Reads the current value, which must be a map of attribute values. */
  public static AttributeMap map(RequestReader in) {
    return attributes(in, new ValueDraft(in.layer()), true);
  }

  /** The same for an item, which is taken over as it is if nothing speaks against it. */
  public static AttributeMap item(RequestReader in) {
    Item scanned = in.scanItem();
    return scanned == null ? map(in) : new AttributeMap(scanned);
  }

  /** Reads the current value, a map from placeholders, whose form is checked elsewhere. */
  public static AttributeMap placeholders(RequestReader in) {
    return attributes(in, new ValueDraft(in.layer()), false);
  }

  /** The same for an action of a transaction. */
  public static AttributeMap placeholdersOfAction(RequestReader in) {
    return attributes(in, ValueDraft.ofAction(in.layer()), false);
  }

  private static AttributeMap attributes(RequestReader in, ValueDraft draft, boolean named) {
    in.enterMap(RequestReader.MODEL + MODEL);
    Map<String, AttributeValue> values = new LinkedHashMap<>(8);
    while (in.nextEntry()) {
      String key = in.memberName();
      draft.at(key);
      if (named) {
        draft.name(key);
      }
      values.put(key, element(in, draft, 0));
    }
    return draft.toMap(values);
  }

  /** Reads one value on its own, as a member. */
  public static AttributeValue member(RequestReader in, ValueDraft draft) {
    in.enterStructure(MODEL);
    return value(in, draft, 0);
  }

  /** Reads one value on its own, as an element of a list. */
  public static AttributeValue element(RequestReader in, ValueDraft draft) {
    return element(in, draft, 0);
  }

  private static AttributeValue value(RequestReader in, ValueDraft draft, int depth) {
    if (ValueDraft.isBeyondNesting(depth)) {
      // One level of a value takes two of JSON.
      return draft.tooDeep(depth + (in.skipLevels() - 1) / 2);
    }
    ValueFault earlier = draft.suspend();
    AttributeValue value = null;
    while (in.nextMember()) {
      ValueFault other = draft.suspend();
      AttributeValue typed = typed(in, draft, depth);
      draft.reportOneOf(other);
      if (typed != null) {
        if (value != null) {
          in.sawSeveralTypes();
          draft.severalTypes();
        }
        value = typed;
      }
    }
    AttributeValue read = value == null ? draft.noType() : value;
    draft.resume(earlier);
    return read;
  }

  /** The value of a map or an element of a list, where null stands for a value without a type. */
  private static AttributeValue element(RequestReader in, ValueDraft draft, int depth) {
    if (in.isNull()) {
      return draft.noType();
    }
    in.enterElement(MODEL);
    return value(in, draft, depth);
  }

  /** The value of the current member; null if the member is no type descriptor. */
  private static @Nullable AttributeValue typed(RequestReader in, ValueDraft draft, int depth) {
    return switch (in.memberName()) {
      case "S" -> new Str(in.string());
      case "N" -> draft.number(in.string());
      case "B" -> new Bin(bytes(in));
      case "BOOL" -> new Bool(in.boolOfValue());
      case "NULL" -> draft.nullValue(in.boolOfValue());
      case "SS" -> draft.stringSet(in.strings());
      case "NS" -> draft.numberSet(in.strings());
      case "BS" -> draft.binarySet(listOfBytes(in));
      case "L" -> list(in, draft, depth);
      case "M" -> map(in, draft, depth);
      default -> {
        in.skip();
        yield null;
      }
    };
  }

  private static Bytes bytes(RequestReader in) {
    return Bytes.wrap(in.base64());
  }

  private static List<Bytes> listOfBytes(RequestReader in) {
    in.enterList();
    List<Bytes> members = new ArrayList<>();
    while (in.nextElement()) {
      members.add(bytes(in));
    }
    return members;
  }

  private static AttributeValue list(RequestReader in, ValueDraft draft, int depth) {
    in.enterList();
    List<AttributeValue> elements = new ArrayList<>();
    while (in.nextElementOrNull()) {
      elements.add(element(in, draft, depth + 1));
    }
    return new ListOf(elements);
  }

  private static AttributeValue map(RequestReader in, ValueDraft draft, int depth) {
    in.enterMap(RequestReader.MODEL + MODEL);
    Map<String, AttributeValue> members = new LinkedHashMap<>(8);
    while (in.nextEntry()) {
      String name = in.memberName();
      draft.name(name);
      members.put(name, element(in, draft, depth + 1));
    }
    return new MapOf(members);
  }
}
