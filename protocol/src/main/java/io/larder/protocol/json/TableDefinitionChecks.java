package io.larder.protocol.json;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.WarmThroughput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a table definition must satisfy in itself: keys against attribute definitions, the form of
 * keys and indexes, their number, and throughput against the billing mode.
 */
final class TableDefinitionChecks {
  private static final int MAX_LOCAL_INDEXES = 5;
  private static final int MAX_GLOBAL_INDEXES = 20;
  private static final int MAX_PROJECTED_ATTRIBUTES = 100;
  private static final int MAX_KEYS_OF_A_KIND = 4;
  private static final String NO_DEFINITION =
      "Invalid KeySchema: Some index key attribute have no definition";
  private static final String SAME_NAME =
      "Both the Hash Key and the Range Key element in the KeySchema have the same name";
  private static final String FIRST_NOT_HASH =
      "Invalid KeySchema: The first KeySchemaElement is not a HASH key type";

  private static final String INITIAL_ON_DEMAND =
      "initial throughput for OnDemand. See:"
          + " https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial";

  private TableDefinitionChecks() {}

  static void check(CreateTableRequest request) {
    List<KeySchemaElement> keys = request.keySchema();
    List<AttributeDefinition> definitions = request.attributeDefinitions();
    if (keys.size() > definitions.size()) {
      throw ServiceException.validation(NO_DEFINITION);
    }
    checkDefined(keys, definitions);
    checkDuplicateDefinitions(definitions);
    checkSimpleKey(keys);
    checkIndexKeysDefined(request);
    checkDefinitionsUsed(request);
    checkLocalIndexes(request);
    checkGlobalIndexes(request);
    checkIndexNames(request);
    checkProjectedAttributes(request);
    checkOnDemandThroughput(request);
    checkWarmThroughput(request);
  }

  /** A global index that UpdateTable adds, with the definitions that came with it. */
  static void checkNewIndex(GlobalSecondaryIndex index, List<AttributeDefinition> definitions) {
    if (definitions.isEmpty()) {
      throw TableSettings.invalid(
          "AttributeDefinitions is not specified for index: " + index.indexName());
    }
    checkMultiAttributeKey(index.keySchema());
    checkProjection(index.projection());
    checkDefined(index.keySchema(), definitions);
    checkOnDemandRange(index.onDemandThroughput(), " for index : " + index.indexName());
    checkWarmThroughput(
        index.warmThroughput(), index.provisionedThroughput(), " for index " + index.indexName());
  }

  private static void checkDefined(
      List<KeySchemaElement> keys, List<AttributeDefinition> definitions) {
    List<String> defined = definitions.stream().map(AttributeDefinition::attributeName).toList();
    List<String> names = namesOf(keys);
    if (defined.containsAll(names)) {
      return;
    }
    if (defined.size() < new HashSet<>(names).size()) {
      throw ServiceException.validation(NO_DEFINITION);
    }
    throw TableSettings.invalid(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: "
            + inHashOrder(names, names.size())
            + ", AttributeDefinitions: "
            + inHashOrder(defined, defined.size()));
  }

  /**
   * The service lists names in the order of the hash table it collected them in: a Java one, of a
   * capacity for so many names.
   */
  private static Set<String> inHashOrder(List<String> names, int capacity) {
    Map<String, Boolean> order = new HashMap<>(capacity);
    names.forEach(name -> order.put(name, Boolean.TRUE));
    return order.keySet();
  }

  private static void checkDuplicateDefinitions(List<AttributeDefinition> definitions) {
    Set<String> seen = new HashSet<>();
    for (AttributeDefinition definition : definitions) {
      if (!seen.add(definition.attributeName())) {
        throw ServiceException.validation(
            "Attribute Name is duplicated: " + definition.attributeName());
      }
    }
  }

  private static void checkSimpleKey(List<KeySchemaElement> keys) {
    if (keys.getFirst().keyType() != KeyType.HASH) {
      throw ServiceException.validation(FIRST_NOT_HASH);
    }
    if (keys.size() < 2) {
      return;
    }
    if (keys.get(0).attributeName().equals(keys.get(1).attributeName())) {
      throw ServiceException.validation(SAME_NAME);
    }
    if (keys.get(1).keyType() != KeyType.RANGE) {
      throw ServiceException.validation(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
  }

  /** The key of a global index: up to four partition and four sort attributes. */
  private static void checkMultiAttributeKey(List<KeySchemaElement> keys) {
    if (keys.getFirst().keyType() != KeyType.HASH) {
      throw ServiceException.validation(FIRST_NOT_HASH);
    }
    List<String> names = namesOf(keys);
    if (new HashSet<>(names).size() < names.size()) {
      throw ServiceException.validation(
          keys.size() == 2 && keys.get(1).keyType() == KeyType.RANGE
              ? SAME_NAME
              : "The KeySchema contains multiple key attributes with the same name");
    }
    for (int i = 1; i < keys.size(); i++) {
      if (keys.get(i).keyType() == KeyType.HASH && keys.get(i - 1).keyType() == KeyType.RANGE) {
        throw TableSettings.invalid(
            "All HASH key attributes must precede RANGE key attributes in the KeySchema");
      }
    }
    for (KeyType type : KeyType.values()) {
      if (keys.stream().filter(key -> key.keyType() == type).count() > MAX_KEYS_OF_A_KIND) {
        throw TableSettings.invalid(
            "The KeySchema exceeds the maximum allowed number of " + type + " key attributes");
      }
    }
  }

  private static void checkIndexKeysDefined(CreateTableRequest request) {
    if (!request.localSecondaryIndexes().isEmpty() && request.keySchema().size() < 2) {
      throw TableSettings.invalid(
          "Table KeySchema does not have a range key, which is required when specifying a"
              + " LocalSecondaryIndex");
    }
    for (LocalSecondaryIndex index : request.localSecondaryIndexes()) {
      checkDefined(index.keySchema(), request.attributeDefinitions());
    }
    for (GlobalSecondaryIndex index : request.globalSecondaryIndexes()) {
      checkDefined(index.keySchema(), request.attributeDefinitions());
    }
  }

  private static void checkLocalIndexes(CreateTableRequest request) {
    List<LocalSecondaryIndex> indexes = request.localSecondaryIndexes();
    String tableHash = request.keySchema().getFirst().attributeName();
    indexes.forEach(index -> checkLocalIndex(index, tableHash));
    checkDistinct(indexes.stream().map(LocalSecondaryIndex::indexName));
    if (indexes.size() > MAX_LOCAL_INDEXES) {
      throw TableSettings.invalid(
          "Number of LocalSecondaryIndexes exceeds per-table limit of " + MAX_LOCAL_INDEXES);
    }
  }

  private static void checkLocalIndex(LocalSecondaryIndex index, String tableHash) {
    checkSimpleKey(index.keySchema());
    if (index.keySchema().size() < 2) {
      throw TableSettings.invalid(
          "Index KeySchema does not have a range key for index: " + index.indexName());
    }
    String indexHash = index.keySchema().getFirst().attributeName();
    if (!indexHash.equals(tableHash)) {
      throw TableSettings.invalid(
          "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
              + index.indexName()
              + ". index hash key: "
              + indexHash
              + ", table hash key: "
              + tableHash);
    }
    checkProjection(index.projection());
  }

  private static void checkGlobalIndexes(CreateTableRequest request) {
    List<GlobalSecondaryIndex> indexes = request.globalSecondaryIndexes();
    for (GlobalSecondaryIndex index : indexes) {
      checkMultiAttributeKey(index.keySchema());
      checkProjection(index.projection());
    }
    checkDistinct(indexes.stream().map(GlobalSecondaryIndex::indexName));
    if (indexes.size() > MAX_GLOBAL_INDEXES) {
      throw TableSettings.invalid(
          "GlobalSecondaryIndex count exceeds the per-table limit of " + MAX_GLOBAL_INDEXES);
    }
    boolean onDemand = request.options().billingMode() == BillingMode.PAY_PER_REQUEST;
    for (GlobalSecondaryIndex index : indexes) {
      if (onDemand && index.provisionedThroughput() != null) {
        throw TableSettings.invalid(
            "ProvisionedThroughput should not be specified for index: "
                + index.indexName()
                + " when BillingMode is PAY_PER_REQUEST");
      }
      if (!onDemand && index.provisionedThroughput() == null) {
        throw TableSettings.invalid(
            "ProvisionedThroughput is not specified for index: " + index.indexName());
      }
    }
  }

  private static void checkProjection(Projection projection) {
    List<String> attributes = projection.nonKeyAttributes();
    switch (projection.projectionType()) {
      case null -> throw TableSettings.invalid("Unknown ProjectionType: null");
      case ALL, KEYS_ONLY -> {
        if (attributes != null) {
          throw TableSettings.invalid(
              "ProjectionType is "
                  + projection.projectionType()
                  + ", but NonKeyAttributes is specified");
        }
      }
      case INCLUDE -> {
        if (attributes == null) {
          throw TableSettings.invalid(
              "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }
        if (new HashSet<>(attributes).size() < attributes.size()) {
          throw ServiceException.validation("Cannot have two attributes with the same name");
        }
      }
    }
  }

  private static void checkIndexNames(CreateTableRequest request) {
    checkDistinct(
        Stream.concat(
            request.localSecondaryIndexes().stream().map(LocalSecondaryIndex::indexName),
            request.globalSecondaryIndexes().stream().map(GlobalSecondaryIndex::indexName)));
  }

  private static void checkDistinct(Stream<String> indexNames) {
    Set<String> seen = new HashSet<>();
    indexNames.forEach(
        name -> {
          if (!seen.add(name)) {
            throw TableSettings.invalid("Duplicate index name: " + name);
          }
        });
  }

  private static void checkProjectedAttributes(CreateTableRequest request) {
    int projected =
        Stream.concat(
                request.localSecondaryIndexes().stream().map(LocalSecondaryIndex::projection),
                request.globalSecondaryIndexes().stream().map(GlobalSecondaryIndex::projection))
            .map(Projection::nonKeyAttributes)
            .mapToInt(attributes -> attributes == null ? 0 : attributes.size())
            .sum();
    if (projected > MAX_PROJECTED_ATTRIBUTES) {
      throw TableSettings.invalid(
          "Number of projected NonKeyAttributes exceeds the per-table limit of "
              + MAX_PROJECTED_ATTRIBUTES);
    }
  }

  private static void checkDefinitionsUsed(CreateTableRequest request) {
    List<String> defined =
        request.attributeDefinitions().stream().map(AttributeDefinition::attributeName).toList();
    List<String> used = new ArrayList<>(namesOf(request.keySchema()));
    request.localSecondaryIndexes().forEach(index -> used.addAll(namesOf(index.keySchema())));
    request.globalSecondaryIndexes().forEach(index -> used.addAll(namesOf(index.keySchema())));
    if (defined.size() == new LinkedHashSet<>(used).size()) {
      return;
    }
    if (request.localSecondaryIndexes().isEmpty() && request.globalSecondaryIndexes().isEmpty()) {
      throw TableSettings.invalid(
          "Number of attributes in KeySchema does not exactly match number of attributes defined"
              + " in AttributeDefinitions");
    }
    throw TableSettings.invalid(
        "Some AttributeDefinitions are not used. AttributeDefinitions: "
            + inHashOrder(defined, defined.size())
            + ", keys used: "
            + inHashOrder(used, 16));
  }

  private static void checkOnDemandThroughput(CreateTableRequest request) {
    boolean onDemand = request.options().billingMode() == BillingMode.PAY_PER_REQUEST;
    checkOnDemandThroughput(request.options().onDemandThroughput(), onDemand, "", " for table");
    for (GlobalSecondaryIndex index : request.globalSecondaryIndexes()) {
      checkOnDemandThroughput(
          index.onDemandThroughput(),
          onDemand,
          " for index: " + index.indexName(),
          " for index : " + index.indexName());
    }
  }

  private static void checkOnDemandThroughput(
      @Nullable OnDemandThroughput throughput, boolean onDemand, String gate, String range) {
    OnDemandThroughput given = IndexMembers.Throughput.orNull(throughput);
    if (!onDemand && given != null) {
      throw TableSettings.invalid(
          (given.maxReadRequestUnits() != null ? "MaxReadRequestUnits" : "MaxWriteRequestUnits")
              + " for OnDemandThroughput"
              + gate
              + " cannot be specified when table BillingMode is PROVISIONED.");
    }
    checkOnDemandRange(throughput, range);
  }

  private static void checkOnDemandRange(@Nullable OnDemandThroughput throughput, String where) {
    if (throughput == null) {
      return;
    }
    boolean badRead = isOutOfRange(throughput.maxReadRequestUnits());
    if (badRead || isOutOfRange(throughput.maxWriteRequestUnits())) {
      throw TableSettings.invalid(
          "Requested "
              + (badRead ? "MaxReadRequestUnits" : "MaxWriteRequestUnits")
              + " for OnDemandThroughput"
              + where
              + " is outside of valid range");
    }
  }

  private static boolean isOutOfRange(@Nullable Long units) {
    return units != null && units < 1;
  }

  private static void checkWarmThroughput(CreateTableRequest request) {
    checkWarmThroughput(
        request.options().warmThroughput(),
        request.options().provisionedThroughput(),
        " for table");
    for (GlobalSecondaryIndex index : request.globalSecondaryIndexes()) {
      checkWarmThroughput(
          index.warmThroughput(), index.provisionedThroughput(), " for index " + index.indexName());
    }
  }

  private static void checkWarmThroughput(
      @Nullable WarmThroughput ordered, @Nullable ProvisionedThroughput provisioned, String what) {
    if (ordered == null) {
      return;
    }
    WarmThroughput least = WarmThroughput.current(null, provisioned);
    rejectLower(
        ordered.readUnitsPerSecond(),
        least.readUnitsPerSecond(),
        "ReadUnitsPerSecond for WarmThroughput" + what,
        provisioned == null ? INITIAL_ON_DEMAND : "ReadCapacityUnits of ProvisionedThroughput");
    rejectLower(
        ordered.writeUnitsPerSecond(),
        least.writeUnitsPerSecond(),
        "WriteUnitsPerSecond for WarmThroughput" + what,
        provisioned == null ? INITIAL_ON_DEMAND : "WriteCapacityUnits of ProvisionedThroughput");
  }

  private static void rejectLower(
      @Nullable Long ordered, @Nullable Long least, String what, String bound) {
    if (ordered != null && least != null && ordered < least) {
      throw TableSettings.invalid("Requested " + what + " is lower than " + bound);
    }
  }

  private static List<String> namesOf(List<KeySchemaElement> keys) {
    return keys.stream().map(KeySchemaElement::attributeName).toList();
  }
}
