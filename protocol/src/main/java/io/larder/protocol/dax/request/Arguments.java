package io.larder.protocol.dax.request;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborType;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.dax.value.ItemDecoder;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.ValidationLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads what several methods have among their arguments. */
final class Arguments {
  private Arguments() {}

  /** A name, which is a text or a byte string. */
  static String text(CborReader in) {
    if (in.peek() == CborType.TEXT) {
      return in.readText();
    }
    CborReader content = in.readContent();
    return CborReader.utf8(
        content.array(), content.position(), content.limit() - content.position());
  }

  /** A truth value, which some clients write as a number, and leave out if it is false. */
  static boolean flag(CborReader in) {
    return switch (in.peek()) {
      case INTEGER -> in.readLong() != 0;
      case NULL -> !in.skipNull();
      default -> in.readBoolean();
    };
  }

  /**
   * The element of an enumeration that {@code number} stands for, where the first has the number
   * {@code first}. Another number becomes its digits, for the drafts to refuse.
   */
  static String element(int number, List<String> names, int first) {
    int index = number - first;
    return index >= 0 && index < names.size() ? names.get(index) : Integer.toString(number);
  }

  static AttributeMap key(CborReader in, KeySchema keys, ValidationLayer layer) {
    return ItemDecoder.key(in.readContent(), keys, new ValueDraft(layer));
  }

  /**
   * An item of its key and its other values. Only its JSON is kept, or its fault: its values may
   * take much more memory, of which a request could then have many times as much.
   */
  static AttributeMap item(
      CborReader key,
      CborReader values,
      KeySchema keys,
      AttributeLists lists,
      ValidationLayer layer) {
    var draft = new ValueDraft(layer);
    AttributeMap keyOfItem = ItemDecoder.key(key, keys, draft);
    AttributeMap item = ItemDecoder.values(values, keyOfItem.values(), lists, draft);
    return item.fault() == null
        ? new AttributeMap(Item.of(item.values()))
        : draft.toMap(keyOfItem.values());
  }

  /**
   * An array of what {@code element} reads. Of more than {@code most} one is kept, which is enough
   * to refuse them.
   */
  static <T> List<T> list(CborReader in, int most, Function<CborReader, T> element) {
    List<T> elements = new ArrayList<>();
    for (int left = in.beginArray(); in.hasNext(left); left--) {
      if (elements.size() > most) {
        in.skip();
      } else {
        elements.add(element.apply(in));
      }
    }
    return elements;
  }

  /** Begins an array of exactly {@code count} elements, to be ended by {@link #endArray}. */
  static int beginArray(CborReader in, int count) {
    int announced = in.beginArray();
    if (announced >= 0 && announced != count) {
      throw new MalformedCbor("array of other than " + count + " elements");
    }
    return announced;
  }

  /** Ends the array that announced so many elements, all of which have been read. */
  static void endArray(CborReader in, int announced) {
    if (announced < 0 && in.hasNext(announced)) {
      throw new MalformedCbor("array of too many elements");
    }
  }
}
