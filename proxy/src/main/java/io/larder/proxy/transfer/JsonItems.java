package io.larder.proxy.transfer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Items in JSON, whatever is around them: lines with {@code {"Item": …}}, items or plain objects,
 * an array of them, what a Scan answers, or requests for BatchWriteItem as in AWS's samples.
 */
final class JsonItems {
  private static final ObjectReader TREES =
      JsonMapper.builder(JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(JsonNode.class);

  private final SourceFile file;
  private final JsonParser parser;
  private final Queue<ItemReader.Row> read = new ArrayDeque<>();

  /** The table whose requests are being read; null if none are. */
  private @Nullable String table;

  private boolean isInList;
  private boolean isInRequests;

  JsonItems(SourceFile file) {
    this.file = file;
    this.parser = TREES.createParser(file.text());
  }

  ItemReader.@Nullable Row next() throws IOException {
    try {
      while (read.isEmpty()) {
        if (!step()) {
          return null;
        }
      }
      return read.remove();
    } catch (JacksonException e) {
      throw new IOException(
          "%s, line %d: %s"
              .formatted(file.path(), parser.currentLocation().getLineNr(), e.getOriginalMessage()),
          e);
    }
  }

  /** Reads a bit further; false at the end. */
  private boolean step() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return false;
    }
    switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> isInList = true;
      case END_ARRAY -> {
        isInList = false;
        table = null;
      }
      case END_OBJECT -> isInRequests = false;
      case PROPERTY_NAME -> member();
      default -> throw wrong();
    }
    return true;
  }

  /** An object at the root, in a list, or in the list of a table. */
  private void object() throws IOException {
    if (isInList) {
      add(TREES.readValue(parser));
      return;
    }
    // A list in it would be of many items, so it is not read as a whole.
    if (parser.nextToken() != JsonToken.PROPERTY_NAME) {
      throw wrong();
    }
    String name = parser.currentName();
    if (parser.nextToken() == JsonToken.START_ARRAY) {
      list(name);
    } else {
      add(rest(name, TREES.readValue(parser)));
    }
  }

  /** A list that is the first member: of requests, of what a Scan found, or a plain value. */
  private void list(String name) throws IOException {
    ArrayNode plain = TableClient.MAPPER.createArrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode element = TREES.readValue(parser);
      if (plain.isEmpty() && isOfItems(name, element)) {
        isInRequests = true;
        begin(name, element);
        return;
      }
      plain.add(element);
    }
    add(rest(name, plain));
  }

  private static boolean isOfItems(String name, JsonNode first) {
    return first.has("PutRequest")
        || first.has("DeleteRequest")
        || (name.equals("Items") && PlainJson.isTyped(first));
  }

  private void begin(String name, JsonNode first) throws IOException {
    isInList = true;
    table = name.equals("Items") ? null : name;
    add(first);
  }

  /** The object whose first member has that name and value. */
  private JsonNode rest(String name, JsonNode value) {
    ObjectNode object = TableClient.MAPPER.createObjectNode();
    object.set(name, value);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      parser.nextToken();
      object.set(member, TREES.<JsonNode>readValue(parser));
    }
    return object;
  }

  /** A further member beside a list. */
  private void member() throws IOException {
    String name = parser.currentName();
    if (parser.nextToken() == JsonToken.START_ARRAY && isInRequests) {
      if (parser.nextToken() != JsonToken.END_ARRAY) {
        begin(name, TREES.readValue(parser));
      }
    } else {
      parser.skipChildren();
    }
  }

  private void add(JsonNode node) throws IOException {
    if (node.has("DeleteRequest")) {
      throw wrong();
    }
    JsonNode put = node.path("PutRequest").path("Item");
    JsonNode item = put.isMissingNode() ? node.path("Item") : put;
    JsonNode found = PlainJson.isTyped(item) ? item : node;
    read.add(
        new ItemReader.Row(
            table, PlainJson.isTyped(found) ? (ObjectNode) found : PlainJson.item(found)));
  }

  private IOException wrong() {
    return new IOException(
        "%s, line %d: there is no item"
            .formatted(file.path(), parser.currentLocation().getLineNr()));
  }
}
