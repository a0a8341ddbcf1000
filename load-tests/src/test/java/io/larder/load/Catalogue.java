package io.larder.load;

/**
 * The table of all scenarios: shelves of ten items each, and an index by topic, ten items in each
 * as well. Items are numbered; everything about an item follows from its number.
 */
record Catalogue(int items, int itemSize) {

  static final String TABLE = "larder-gatling";
  static final String INDEX = "by-topic";
  static final int SHELF_SIZE = 10;

  /** What an item takes beside its description, about. */
  private static final int WITHOUT_DESCRIPTION = 180;

  String createTable() {
    return """
    {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
     "AttributeDefinitions":[{"AttributeName":"Shelf","AttributeType":"S"},
       {"AttributeName":"Position","AttributeType":"N"},{"AttributeName":"Topic","AttributeType":"S"}],
     "KeySchema":[{"AttributeName":"Shelf","KeyType":"HASH"},{"AttributeName":"Position","KeyType":"RANGE"}],
     "GlobalSecondaryIndexes":[{"IndexName":"%s",
       "KeySchema":[{"AttributeName":"Topic","KeyType":"HASH"},{"AttributeName":"Position","KeyType":"RANGE"}],
       "Projection":{"ProjectionType":"ALL"}}]}
    """
        .formatted(TABLE, INDEX);
  }

  static String shelf(int item) {
    return "shelf-" + item / SHELF_SIZE;
  }

  static int position(int item) {
    return item % SHELF_SIZE;
  }

  /** Topics run across the shelves, so that an index query gathers items of ten partitions. */
  String topic(int item) {
    int topics = Math.max(1, items / SHELF_SIZE);
    return "topic-" + (item / SHELF_SIZE + item % SHELF_SIZE * 7) % topics;
  }

  /** The item as it is sent; the revision tells one version of it from the next. */
  String item(int item, long revision) {
    String title = "The collected works, volume " + item;
    return """
    {"Shelf":{"S":"%s"},"Position":{"N":"%d"},"Topic":{"S":"%s"},"Title":{"S":"%s"},"Price":{"N":"%d.95"},\
    "InStock":{"BOOL":%b},"Tags":{"SS":["cloth","illustrated","reprint"]},\
    "Size":{"M":{"Height":{"N":"29.7"},"Width":{"N":"21"}}},"Revision":{"N":"%d"},"Description":{"S":"%s"}}\
    """
        .formatted(
            shelf(item),
            position(item),
            topic(item),
            title,
            item % 90 + 9,
            item % 3 != 0,
            revision,
            description(item));
  }

  private String description(int item) {
    String sentence = "Item " + item + " has seen better days. ";
    int length = Math.max(1, itemSize - WITHOUT_DESCRIPTION);
    return sentence.repeat(length / sentence.length() + 1).substring(0, length);
  }
}
