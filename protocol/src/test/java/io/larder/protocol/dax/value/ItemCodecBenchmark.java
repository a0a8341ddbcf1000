package io.larder.protocol.dax.value;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.expression.Values;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.item.TenAttributes;
import io.larder.protocol.operation.ValidationLayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Writing and reading items. */
@State(Scope.Thread)
public class ItemCodecBenchmark {
  private static final KeySchema KEYS =
      new KeySchema(
          List.of(new KeyAttribute("pk", AttributeValue.Type.S)),
          List.of(new KeyAttribute("sk", AttributeValue.Type.S)));

  private final AttributeLists lists = lists();
  private final Item item = TenAttributes.item();
  private final Item shortItem = shortItem();
  private final CborWriter out = new CborWriter(4096);
  private final byte[] written = written();

  private static AttributeLists lists() {
    var lists = new Lists();
    lists.add(List.of("active", "more", "n", "owner", "place", "price", "tags", "text"));
    lists.add(List.of("a", "b", "c", "count", "created", "name", "state", "total"));
    return lists;
  }

  /** Ten attributes in 200 bytes. */
  private static Item shortItem() {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("pk", Values.s("partition-00007"));
    attributes.put("sk", Values.s("item-003"));
    attributes.put("name", Values.s("Reykjavik"));
    attributes.put("count", Values.n("1234"));
    attributes.put("created", Values.n("1764460800"));
    attributes.put("total", Values.n("99.95"));
    attributes.put("state", Values.s("delivered"));
    attributes.put("a", Values.bool(true));
    attributes.put("b", Values.s("x"));
    attributes.put("c", Values.n("7"));
    return Item.of(attributes);
  }

  private byte[] written() {
    ItemEncoder.writeItem(item, KEYS, lists, out);
    return out.toByteArray();
  }

  @Benchmark
  public int writeValues() {
    out.clear();
    ItemEncoder.writeValues(item, KEYS, lists, out);
    return out.length();
  }

  @Benchmark
  public int writeValuesOfShortItem() {
    out.clear();
    ItemEncoder.writeValues(shortItem, KEYS, lists, out);
    return out.length();
  }

  @Benchmark
  public int writeItem() {
    out.clear();
    ItemEncoder.writeItem(item, KEYS, lists, out);
    return out.length();
  }

  @Benchmark
  public int writeShortItem() {
    out.clear();
    ItemEncoder.writeItem(shortItem, KEYS, lists, out);
    return out.length();
  }

  @Benchmark
  public AttributeMap readItem() {
    var in = new CborReader(written);
    var draft = new ValueDraft(ValidationLayer.NEWER);
    AttributeMap key = ItemDecoder.key(in.readContent(), KEYS, draft);
    return ItemDecoder.values(in.readContent(), key.values(), lists, draft);
  }
}
