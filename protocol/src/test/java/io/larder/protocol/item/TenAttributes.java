package io.larder.protocol.item;

import java.nio.charset.StandardCharsets;

/**
 * The item that benchmarks work on: ten attributes, 1.2 KB. Its JSON has single quotes for
 * legibility.
 */
public final class TenAttributes {
  private static final String KEY_ATTRIBUTES = "'pk':{'S':'partition-00007'},'sk':{'S':'item-003'}";

  public static final String KEY = "{" + KEY_ATTRIBUTES + "}";

  public static final String JSON =
      "{"
          + KEY_ATTRIBUTES
          + ",'n':{'N':'1'},'price':{'N':'524.17'},'active':{'BOOL':true},"
          + "'owner':{'S':'abcdefghijabcdefghijabcdefghijabcdefghij'},"
          + "'tags':{'SS':['alpha','beta','gamma']},"
          + "'place':{'M':{'city':{'S':'Reykjavík'},'zip':{'N':'101'}}},"
          + ("'text':{'S':'" + "the quick brown fox ".repeat(30) + "'},")
          + ("'more':{'S':'" + "0123456789".repeat(42) + "'}}");

  private TenAttributes() {}

  public static Item item() {
    byte[] json = JSON.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return Item.of(AttributeValueJson.read(json));
  }
}
