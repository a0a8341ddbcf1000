package io.larder.store;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.ScalarAttributeType;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes {@link CreateTableRequest}s. Keys are written like {@code "pk:S"}, several of a kind like
 * {@code "a:S,b:N"}; no sort key is the empty text.
 */
public final class NewTable {
  private static final TableOptions ON_DEMAND =
      new TableOptions(BillingMode.PAY_PER_REQUEST, null, null, null, null, null, null, null);

  private final String name;
  private final Map<String, ScalarAttributeType> attributes = new LinkedHashMap<>();
  private final List<KeySchemaElement> keySchema;
  private final List<LocalSecondaryIndex> locals = new ArrayList<>();
  private final List<GlobalSecondaryIndex> globals = new ArrayList<>();
  private final List<Tag> tags = new ArrayList<>();
  private TableOptions options = ON_DEMAND;

  private NewTable(String name, String partitionKey, String sortKey) {
    this.name = name;
    this.keySchema = schema(partitionKey, sortKey);
  }

  public static NewTable named(String name, String partitionKey, String sortKey) {
    return new NewTable(name, partitionKey, sortKey);
  }

  /** All attributes of a projection INCLUDE; none means KEYS_ONLY, "*" means ALL. */
  public NewTable global(String index, String partitionKey, String sortKey, String... projected) {
    globals.add(
        new GlobalSecondaryIndex(
            index, schema(partitionKey, sortKey), projection(projected), null, null, null));
    return this;
  }

  /** The partition key is that of the table. */
  public NewTable local(String index, String partitionKey, String sortKey, String... projected) {
    locals.add(
        new LocalSecondaryIndex(index, schema(partitionKey, sortKey), projection(projected)));
    return this;
  }

  public NewTable options(TableOptions given) {
    options = given;
    return this;
  }

  public NewTable tag(String key, String value) {
    tags.add(new Tag(key, value));
    return this;
  }

  public static Projection projection(String... projected) {
    if (projected.length == 0) {
      return new Projection(ProjectionType.KEYS_ONLY, null);
    }
    return projected[0].equals("*")
        ? new Projection(ProjectionType.ALL, null)
        : new Projection(ProjectionType.INCLUDE, List.of(projected));
  }

  private List<KeySchemaElement> schema(String partitionKey, String sortKey) {
    List<KeySchemaElement> schema = new ArrayList<>();
    add(schema, partitionKey, KeyType.HASH);
    if (!sortKey.isEmpty()) {
      add(schema, sortKey, KeyType.RANGE);
    }
    return schema;
  }

  private void add(List<KeySchemaElement> schema, String keys, KeyType type) {
    for (String key : keys.split(",", -1)) {
      int colon = key.indexOf(':');
      schema.add(new KeySchemaElement(key.substring(0, colon), type));
      attributes.put(
          key.substring(0, colon), ScalarAttributeType.valueOf(key.substring(colon + 1)));
    }
  }

  public CreateTableRequest request() {
    return new CreateTableRequest(
        name,
        definitions(),
        keySchema,
        List.copyOf(locals),
        List.copyOf(globals),
        options,
        List.copyOf(tags));
  }

  public List<AttributeDefinition> definitions() {
    return attributes.entrySet().stream()
        .map(attribute -> new AttributeDefinition(attribute.getKey(), attribute.getValue()))
        .toList();
  }
}
