package io.larder.protocol.dax.request;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.value.ItemEncoder;
import io.larder.protocol.dax.value.Lists;
import io.larder.protocol.dax.value.RandomValues;
import io.larder.protocol.dax.value.ValueEncoder;
import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.expression.text.ExpressionPrinter;
import io.larder.protocol.expression.text.RandomTrees;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.protocol.wire.JsonWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One request from a seed, good or bad, as JSON and as a client of DAX sends it. */
public final class RandomRequest {
  private static final List<DaxMethod> METHODS =
      List.of(
          DaxMethod.GET_ITEM,
          DaxMethod.PUT_ITEM,
          DaxMethod.UPDATE_ITEM,
          DaxMethod.DELETE_ITEM,
          DaxMethod.QUERY,
          DaxMethod.SCAN,
          DaxMethod.BATCH_GET_ITEM,
          DaxMethod.BATCH_WRITE_ITEM,
          DaxMethod.TRANSACT_GET_ITEMS,
          DaxMethod.TRANSACT_WRITE_ITEMS);
  private static final List<String> TABLES = Tables.SCHEMAS.keySet().stream().sorted().toList();
  private static final List<String> CAPACITY = List.of("NONE", "TOTAL", "INDEXES", "3");
  private static final List<String> RETURNED =
      List.of("0", "NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW");
  private static final List<String> SELECTED =
      List.of("0", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "COUNT", "SPECIFIC_ATTRIBUTES");

  public final Lists lists = new Lists();
  public final DaxMethod method;
  public final JsonWriter json = new JsonWriter();
  public final CborWriter cbor = new CborWriter();

  private final Random random;
  private final RandomTrees trees;
  private final RandomValues values;
  private final List<byte[]> parameters = new ArrayList<>();
  private CborWriter parameter = new CborWriter();
  private ExpressionPrinter printer = new ExpressionPrinter();
  private boolean isTooLong;

  public RandomRequest(long seed) {
    random = new Random(seed);
    trees = new RandomTrees(seed);
    values = new RandomValues(random);
    method = oneOf(METHODS);
    cbor.writeInt(1).writeInt(method.id());
    json.beginObject();
    write();
    json.endObject();
  }

  /**
   * What a client of DAX asks for.
   *
   * @throws io.larder.protocol.error.ServiceException if it is refused
   */
  public DaxRequest decodeDax() {
    return Tables.decode(
        cbor.toByteArray(),
        new RequestDecoder.Context(Tables.SCHEMAS::get, lists, false, ValidationReport.ALL));
  }

  /** True if an expression is a text that the service does not read, whatever it says. */
  public boolean isTooLong() {
    return isTooLong;
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private boolean sometimes() {
    return random.nextInt(3) == 0;
  }

  private void write() {
    switch (method) {
      case GET_ITEM -> {
        writeKey("Key", writeTable());
        writeFlag("ConsistentRead", 2);
        writeElement("ReturnConsumedCapacity", 3, CAPACITY);
        writeProjection();
        writePlaceholders();
        writeParameters();
      }
      case PUT_ITEM -> {
        writeItem("Item", writeTable());
        writeWrite();
      }
      case UPDATE_ITEM -> {
        writeKey("Key", writeTable());
        if (random.nextInt(4) > 0) {
          parameter(8).writeBytes(writeUpdate());
          addParameter();
        }
        writeWrite();
      }
      case DELETE_ITEM -> {
        writeKey("Key", writeTable());
        writeWrite();
      }
      case QUERY -> {
        KeySchema keys = writeTable();
        cbor.writeBytes(writeCondition("KeyConditionExpression", trees.keyCondition()));
        writeFlag("ScanIndexForward", 14);
        writePage(keys);
      }
      case SCAN -> {
        KeySchema keys = writeTable();
        if (sometimes()) {
          writeInteger("Segment", 16);
        }
        if (sometimes()) {
          writeInteger("TotalSegments", 17);
        }
        writePage(keys);
      }
      case BATCH_GET_ITEM -> writeBatchGet();
      case BATCH_WRITE_ITEM -> writeBatchWrite();
      case TRANSACT_GET_ITEMS -> writeTransactGet();
      case TRANSACT_WRITE_ITEMS -> writeTransactWrite();
      default -> throw new IllegalStateException();
    }
  }

  // What stands in a request once.

  private KeySchema writeTable() {
    String table = oneOf(TABLES);
    json.name("TableName").value(table);
    writeName(table, cbor);
    return schema(table);
  }

  private static KeySchema schema(String table) {
    return Objects.requireNonNull(Tables.SCHEMAS.get(table));
  }

  private static void writeName(String name, CborWriter out) {
    int begun = out.beginBytes();
    for (int i = 0; i < name.length(); i++) {
      out.writeByte(name.charAt(i));
    }
    out.endBytes(begun);
  }

  private void writeKey(String member, KeySchema keys) {
    writeKey(json.name(member), cbor, keys);
  }

  private void writeKey(JsonWriter text, CborWriter out, KeySchema keys) {
    Map<String, AttributeValue> key = key(keys);
    AttributeValueJson.write(key, text);
    ItemEncoder.writeKey(key, keys, out);
  }

  private Map<String, AttributeValue> key(KeySchema keys) {
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    keys.attributes()
        .forEach(
            attribute ->
                key.put(
                    attribute.name(),
                    switch (attribute.type()) {
                      case S -> new AttributeValue.Str(values.text());
                      case N -> new AttributeValue.Num(values.number());
                      default -> new AttributeValue.Bin(values.bytes());
                    }));
    return key;
  }

  private void writeItem(String member, KeySchema keys) {
    json.name(member);
    writeItem(keys, cbor, cbor);
  }

  private void writeItem(KeySchema keys, CborWriter keyOut, CborWriter out) {
    Map<String, AttributeValue> key = key(keys);
    Map<String, AttributeValue> others = values.attributes(random.nextInt(4));
    others.keySet().removeIf(keys::contains);
    if (random.nextInt(20) == 0) {
      others.put("bad", new AttributeValue.StrSet(List.of()));
    }
    Map<String, AttributeValue> item = new LinkedHashMap<>(key);
    item.putAll(others);
    AttributeValueJson.write(item, json);
    ItemEncoder.writeKey(key, keys, keyOut);
    List<String> names = new ArrayList<>(others.keySet());
    Collections.shuffle(names, random);
    int begun = out.beginBytes();
    out.writeInt(lists.add(names));
    names.forEach(name -> ValueEncoder.write(Objects.requireNonNull(others.get(name)), out));
    out.endBytes(begun);
  }

  // Parameters

  private CborWriter parameter(int number) {
    parameter = new CborWriter();
    return parameter.writeInt(number);
  }

  private void addParameter() {
    parameters.add(parameter.toByteArray());
  }

  private void writeParameters() {
    if (parameters.isEmpty() && random.nextBoolean()) {
      cbor.writeNull();
      return;
    }
    Collections.shuffle(parameters, random);
    boolean isDefinite = random.nextInt(4) == 0;
    if (isDefinite) {
      cbor.beginMap(parameters.size());
    } else {
      cbor.beginIndefiniteMap();
    }
    parameters.forEach(bytes -> cbor.writeRaw(bytes, 0, bytes.length));
    if (!isDefinite) {
      cbor.endIndefinite();
    }
  }

  private void writeFlag(String member, int number) {
    if (sometimes()) {
      boolean flag = random.nextBoolean();
      json.name(member).value(flag);
      CborWriter out = parameter(number);
      if (random.nextBoolean()) {
        out.writeBoolean(flag);
      } else {
        out.writeInt(flag ? 1 : 0);
      }
      addParameter();
    }
  }

  /** An element of an enumeration whose numbers are the places in {@code names}. */
  private void writeElement(String member, int number, List<String> names) {
    if (sometimes()) {
      // What is wrong comes seldom.
      int element = random.nextInt(8) == 0 ? random.nextInt(names.size()) : 1;
      json.name(member).value(names.get(element));
      parameter(number).writeInt(element);
      addParameter();
    }
  }

  private void writeInteger(String member, int number) {
    int value = random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(20);
    json.name(member).value(value);
    parameter(number).writeInt(value);
    addParameter();
  }

  private void writeWrite() {
    writeElement("ReturnConsumedCapacity", 3, CAPACITY);
    writeElement("ReturnItemCollectionMetrics", 6, List.of("NONE", "SIZE", "2"));
    writeElement("ReturnValues", 7, RETURNED);
    if (random.nextBoolean()) {
      parameter(4).writeBytes(writeCondition("ConditionExpression", trees.condition(3)));
      addParameter();
    }
    writePlaceholders();
    writeParameters();
  }

  private void writePage(KeySchema keys) {
    boolean ofIndex = sometimes();
    if (ofIndex) {
      json.name("IndexName").value("byYear");
      writeName("byYear", parameter(11));
      addParameter();
    }
    writeElement("Select", 15, SELECTED);
    if (sometimes()) {
      writeInteger("Limit", 13);
    }
    writeFlag("ConsistentRead", 2);
    writeElement("ReturnConsumedCapacity", 3, CAPACITY);
    // An empty string that is the whole key would be none.
    if (sometimes() && (ofIndex || keys.hasSortKey())) {
      writeStartKey(keys, ofIndex);
    }
    if (random.nextBoolean()) {
      parameter(10).writeBytes(writeCondition("FilterExpression", trees.condition(3)));
      addParameter();
    }
    writeProjection();
    writePlaceholders();
    writeParameters();
  }

  private void writeStartKey(KeySchema keys, boolean ofIndex) {
    json.name("ExclusiveStartKey");
    CborWriter out = parameter(9);
    if (!ofIndex) {
      writeKey(json, out, keys);
    } else {
      Map<String, AttributeValue> key = values.attributes(2);
      key.putAll(key(keys));
      AttributeValueJson.write(key, json);
      int begun = out.beginBytes();
      out.beginIndefiniteMap();
      key.forEach((name, value) -> ValueEncoder.write(value, out.writeText(name)));
      out.endIndefinite();
      out.endBytes(begun);
    }
    addParameter();
  }

  // Expressions

  private byte[] writeCondition(String member, Condition condition) {
    writeText(member, printer.condition(ConditionExpression.ofChecked(condition)));
    return TreeWriter.condition(condition, random);
  }

  private byte[] writeUpdate() {
    List<UpdateAction> actions = trees.actions();
    writeText("UpdateExpression", printer.update(UpdateExpression.ofChecked(actions)));
    return TreeWriter.update(actions, random);
  }

  private byte @Nullable [] writeProjectionOrNot() {
    if (!sometimes()) {
      return null;
    }
    List<DocumentPath> paths = trees.paths();
    writeText("ProjectionExpression", printer.projection(ProjectionExpression.ofChecked(paths)));
    return TreeWriter.projection(paths, random);
  }

  private void writeProjection() {
    byte[] projection = writeProjectionOrNot();
    if (projection != null) {
      parameter(0).writeBytes(projection);
      addParameter();
    }
  }

  private void writeText(String member, String text) {
    isTooLong |= text.length() > ServiceQuotas.MAX_EXPRESSION_BYTES / 3;
    json.name(member).value(text);
  }

  /** Ends the expressions that share placeholders. */
  private void writePlaceholders() {
    if (!printer.names().isEmpty()) {
      json.name("ExpressionAttributeNames").beginObject();
      printer.names().forEach((placeholder, name) -> json.name(placeholder).value(name));
      json.endObject();
    }
    if (!printer.values().isEmpty()) {
      AttributeValueJson.write(printer.values(), json.name("ExpressionAttributeValues"));
    }
    printer = new ExpressionPrinter();
  }

  // Batches and transactions

  private List<String> someTables() {
    List<String> tables = new ArrayList<>(TABLES);
    Collections.shuffle(tables, random);
    return tables.subList(0, 1 + random.nextInt(3));
  }

  /** Seldom more than can be. */
  private int count(int most) {
    return random.nextInt(30) == 0 ? most - 1 + random.nextInt(4) : 1 + random.nextInt(4);
  }

  private void writeBatchGet() {
    List<String> tables = someTables();
    json.name("RequestItems").beginObject();
    cbor.beginMap(tables.size());
    for (String table : tables) {
      json.name(table).beginObject();
      boolean isConsistent = random.nextBoolean();
      json.name("ConsistentRead").value(isConsistent);
      cbor.writeText(table).beginArray(3).writeBoolean(isConsistent);
      writeBytesOrNull(writeProjectionOrNot(), cbor);
      writePlaceholders();
      int count = count(ServiceQuotas.MAX_BATCH_GET_KEYS);
      json.name("Keys").beginArray();
      cbor.beginArray(count);
      for (int i = 0; i < count; i++) {
        writeKey(json, cbor, schema(table));
      }
      json.endArray().endObject();
    }
    json.endObject();
    writeElement("ReturnConsumedCapacity", 3, CAPACITY);
    writeParameters();
  }

  private static void writeBytesOrNull(byte @Nullable [] bytes, CborWriter out) {
    if (bytes == null) {
      out.writeNull();
    } else {
      out.writeBytes(bytes);
    }
  }

  private void writeBatchWrite() {
    List<String> tables = someTables();
    json.name("RequestItems").beginObject();
    cbor.beginMap(tables.size());
    for (String table : tables) {
      int count = 1 + random.nextInt(8);
      json.name(table).beginArray();
      cbor.writeText(table).beginArray(2 * count);
      for (int i = 0; i < count; i++) {
        boolean isPut = random.nextBoolean();
        json.beginObject().name(isPut ? "PutRequest" : "DeleteRequest").beginObject();
        if (isPut) {
          writeItem("Item", schema(table));
        } else {
          writeKey("Key", schema(table));
          cbor.writeNull();
        }
        json.endObject().endObject();
      }
      json.endArray();
    }
    json.endObject();
    writeElement("ReturnConsumedCapacity", 3, CAPACITY);
    writeElement("ReturnItemCollectionMetrics", 6, List.of("NONE", "SIZE", "2"));
    writeParameters();
  }

  private void writeColumns(CborWriter[] columns, int count) {
    for (CborWriter column : columns) {
      if (column.length() == 0) {
        cbor.writeNull();
      } else {
        cbor.beginArray(count).writeRaw(column.buffer(), 0, column.length());
      }
    }
  }

  private static CborWriter[] columns(int count) {
    var columns = new CborWriter[count];
    for (int i = 0; i < count; i++) {
      columns[i] = new CborWriter();
    }
    return columns;
  }

  private void writeTransactGet() {
    int count = 1 + random.nextInt(4);
    CborWriter[] columns = columns(3);
    json.name("TransactItems").beginArray();
    for (int i = 0; i < count; i++) {
      String table = oneOf(TABLES);
      json.beginObject().name("Get").beginObject().name("TableName").value(table);
      writeName(table, columns[0]);
      writeKey(json.name("Key"), columns[1], schema(table));
      writeBytesOrNull(writeProjectionOrNot(), columns[2]);
      writePlaceholders();
      json.endObject().endObject();
    }
    json.endArray();
    writeColumns(columns, count);
    writeElement("ReturnConsumedCapacity", 3, CAPACITY);
    writeParameters();
  }

  private void writeTransactWrite() {
    int count = 1 + random.nextInt(4);
    CborWriter[] columns = columns(8);
    json.name("TransactItems").beginArray();
    for (int i = 0; i < count; i++) {
      writeAction(columns);
    }
    json.endArray();
    writeColumns(columns, count);
    writeElement("ReturnConsumedCapacity", 3, CAPACITY);
    writeElement("ReturnItemCollectionMetrics", 6, List.of("NONE", "SIZE", "2"));
    String token = "token".repeat(random.nextInt(9));
    json.name("ClientRequestToken").value(token);
    parameter(19).writeText(token);
    addParameter();
    writeParameters();
  }

  /** One action; the fourth column is null as a whole. */
  private void writeAction(CborWriter[] columns) {
    String table = oneOf(TABLES);
    int kind = random.nextInt(4);
    json.beginObject()
        .name(List.of("Put", "Delete", "Update", "ConditionCheck").get(kind))
        .beginObject()
        .name("TableName")
        .value(table);
    columns[0].writeInt(List.of(2, 7, 9, 12).get(kind));
    writeName(table, columns[1]);
    if (kind == 0) {
      json.name("Item");
      writeItem(schema(table), columns[2], columns[3]);
    } else {
      writeKey(json.name("Key"), columns[2], schema(table));
      columns[3].writeNull();
    }
    if (sometimes()) {
      json.name("ReturnValuesOnConditionCheckFailure").value("ALL_OLD");
      columns[5].writeInt(2);
    } else {
      columns[5].writeNull();
    }
    writeBytesOrNull(kind == 2 ? writeUpdate() : null, columns[7]);
    boolean isChecked = kind == 3 || random.nextBoolean();
    writeBytesOrNull(
        isChecked ? writeCondition("ConditionExpression", trees.condition(3)) : null, columns[6]);
    writePlaceholders();
    json.endObject().endObject();
  }
}
