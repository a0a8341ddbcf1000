package io.larder.protocol.dax.value;

import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.Bool;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads attribute values. What is wrong with one by itself is for the draft to remember. */
public final class ValueDecoder {
  static final int STRING_SET = 3321;
  static final int NUMBER_SET = 3322;
  static final int BINARY_SET = 3323;

  private ValueDecoder() {}

  /**
   * The next value.
   *
   * @throws MalformedCbor if there is none
   */
  public static AttributeValue read(CborReader in, ValueDraft draft) {
    return read(in, draft, 0);
  }

  /**
   * The next value, which is to be that of a key. Of one that cannot be, only the type is read: the
   * store tells it, and the many keys of a batch take no more memory than they are long.
   */
  static AttributeValue readKey(CborReader in, ValueDraft draft) {
    return switch (in.peek()) {
      case ARRAY -> passed(in, new ListOf(List.of()));
      case MAP -> passed(in, new MapOf(Map.of()));
      case TAG -> {
        int tag = in.readTag();
        yield switch (tag) {
          case STRING_SET -> passed(in, new StrSet(List.of()));
          case NUMBER_SET -> passed(in, new NumSet(List.of()));
          case BINARY_SET -> passed(in, new BinSet(List.of()));
          default -> tagged(tag, in, draft);
        };
      }
      default -> read(in, draft);
    };
  }

  private static AttributeValue passed(CborReader in, AttributeValue ofItsType) {
    in.skip();
    return ofItsType;
  }

  private static AttributeValue read(CborReader in, ValueDraft draft, int depth) {
    if (ValueDraft.isBeyondNesting(depth)) {
      return draft.tooDeep(depth + in.skip());
    }
    return switch (in.peek()) {
      case TEXT -> new Str(in.readText());
      case INTEGER, FLOAT -> draft.number(NumberDecoder.read(in));
      case BYTES -> new Bin(Bytes.wrap(in.readBytes()));
      case BOOLEAN -> new Bool(in.readBoolean());
      case NULL -> {
        in.readNull();
        yield draft.nullValue(true);
      }
      case ARRAY -> list(in, draft, depth);
      case MAP -> map(in, draft, depth);
      case TAG -> tagged(in.readTag(), in, draft);
      case BREAK -> throw new MalformedCbor("expected a value");
    };
  }

  private static AttributeValue tagged(int tag, CborReader in, ValueDraft draft) {
    return switch (tag) {
      case STRING_SET -> draft.stringSet(members(in, draft, CborReader::readText));
      case NUMBER_SET -> draft.numberSet(members(in, draft, NumberDecoder::read));
      case BINARY_SET ->
          draft.binarySet(members(in, draft, content -> Bytes.wrap(content.readBytes())));
      default -> draft.number(NumberDecoder.tagged(tag, in));
    };
  }

  private static <T> List<T> members(
      CborReader in, ValueDraft draft, Function<CborReader, T> member) {
    List<T> members = new ArrayList<>();
    for (int left = in.beginArray(); in.hasNext(left); left--) {
      draft.element();
      members.add(member.apply(in));
    }
    return members;
  }

  private static AttributeValue list(CborReader in, ValueDraft draft, int depth) {
    return new ListOf(members(in, draft, element -> read(element, draft, depth + 1)));
  }

  private static AttributeValue map(CborReader in, ValueDraft draft, int depth) {
    Map<String, AttributeValue> members = new LinkedHashMap<>(8);
    for (int left = in.beginMap(); in.hasNext(left); left--) {
      draft.element();
      String name = in.readText();
      draft.name(name);
      members.put(name, read(in, draft, depth + 1));
    }
    return new MapOf(members);
  }
}
