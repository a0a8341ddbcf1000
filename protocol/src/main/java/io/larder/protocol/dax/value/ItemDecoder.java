package io.larder.protocol.dax.value;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads keys and items, whose names are not in them. All methods read to the end of what they are
 * given and throw {@link MalformedCbor} if it is not what it should be; whether a value is good is
 * for the draft to remember.
 */
public final class ItemDecoder {
  private ItemDecoder() {}

  /** The key of a table, of which the partition key says its type itself if a sort key follows. */
  public static AttributeMap key(CborReader content, KeySchema keys, ValueDraft draft) {
    Map<String, AttributeValue> key = new LinkedHashMap<>(4);
    KeyAttribute partition = keys.partition().getFirst();
    draft.at(partition.name());
    if (keys.hasSortKey()) {
      key.put(partition.name(), ValueDecoder.readKey(content, draft));
      KeyAttribute sort = keys.sort().getFirst();
      draft.at(sort.name());
      byte[] bytes = content.array();
      int at = content.position();
      key.put(
          sort.name(),
          sort.type() == AttributeValue.Type.N
              ? draft.number(LexicographicDecimal.read(bytes, at, content.limit()))
              : rest(content, sort));
    } else if (partition.type() == AttributeValue.Type.N) {
      key.put(partition.name(), ValueDecoder.readKey(content, draft));
      content.requireEnd();
    } else {
      key.put(partition.name(), rest(content, partition));
    }
    return draft.toMap(key);
  }

  /** All that is left, as the string or binary that it is by the schema. */
  private static AttributeValue rest(CborReader content, KeyAttribute attribute) {
    byte[] bytes = content.array();
    int start = content.position();
    int end = content.limit();
    return attribute.type() == AttributeValue.Type.S
        ? new Str(CborReader.utf8(bytes, start, end - start))
        : new Bin(Bytes.wrap(Arrays.copyOfRange(bytes, start, end)));
  }

  /**
   * A whole item: {@code key}, and the other attributes in {@code content}. The draft is the one
   * that the key was read with.
   */
  public static AttributeMap values(
      CborReader content, Map<String, AttributeValue> key, AttributeLists lists, ValueDraft draft) {
    int id = content.readInt();
    List<String> names = lists.list(id);
    if (names == null) {
      throw new MalformedCbor("unknown attribute list " + id);
    }
    Map<String, AttributeValue> values = new LinkedHashMap<>(key);
    for (String name : names) {
      draft.at(name);
      draft.name(name);
      if (values.put(name, ValueDecoder.read(content, draft)) != null) {
        throw new MalformedCbor("attribute twice");
      }
    }
    content.requireEnd();
    return draft.toMap(values);
  }
}
