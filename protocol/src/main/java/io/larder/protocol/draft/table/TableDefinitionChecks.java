package io.larder.protocol.draft.table;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a table definition must satisfy in itself: keys against attribute definitions, the form of
 * keys and indexes, their number, and throughput against the billing mode.
 */
final class TableDefinitionChecks {
  private TableDefinitionChecks() {}

  static void check(CreateTableRequest request) {
    List<KeySchemaElement> keys = request.keySchema();
    List<AttributeDefinition> definitions = request.attributeDefinitions();
    if (keys.size() > definitions.size()) {
      throw KeySchemaChecks.noDefinition();
    }
    KeySchemaChecks.checkDefined(keys, definitions);
    KeySchemaChecks.checkDuplicateDefinitions(definitions);
    KeySchemaChecks.checkSimpleKey(keys);
    checkIndexKeysDefined(request);
    KeySchemaChecks.checkDefinitionsUsed(request);
    checkLocalIndexes(request);
    checkGlobalIndexes(request);
    checkIndexNames(request);
    checkProjectedAttributes(request);
    ThroughputChecks.checkOnDemand(request);
    ThroughputChecks.checkWarm(request);
  }

  /** A global index that UpdateTable adds, with the definitions that came with it. */
  static void checkNewIndex(GlobalSecondaryIndex index, List<AttributeDefinition> definitions) {
    if (definitions.isEmpty()) {
      throw ServiceException.invalidParameter(
          "AttributeDefinitions is not specified for index: " + index.indexName());
    }
    KeySchemaChecks.checkMultiAttributeKey(index.keySchema());
    checkProjection(index.projection());
    KeySchemaChecks.checkDefined(index.keySchema(), definitions);
    ThroughputChecks.checkNewIndex(index);
  }

  private static void checkIndexKeysDefined(CreateTableRequest request) {
    if (!request.localSecondaryIndexes().isEmpty() && request.keySchema().size() < 2) {
      throw ServiceException.invalidParameter(
          "Table KeySchema does not have a range key, which is required when specifying a"
              + " LocalSecondaryIndex");
    }
    for (LocalSecondaryIndex index : request.localSecondaryIndexes()) {
      KeySchemaChecks.checkDefined(index.keySchema(), request.attributeDefinitions());
    }
    for (GlobalSecondaryIndex index : request.globalSecondaryIndexes()) {
      KeySchemaChecks.checkDefined(index.keySchema(), request.attributeDefinitions());
    }
  }

  private static void checkLocalIndexes(CreateTableRequest request) {
    List<LocalSecondaryIndex> indexes = request.localSecondaryIndexes();
    String tableHash = request.keySchema().getFirst().attributeName();
    indexes.forEach(index -> checkLocalIndex(index, tableHash));
    checkDistinct(indexes.stream().map(LocalSecondaryIndex::indexName));
    if (indexes.size() > ServiceQuotas.MAX_LOCAL_INDEXES) {
      throw ServiceException.invalidParameter(
          "Number of LocalSecondaryIndexes exceeds per-table limit of "
              + ServiceQuotas.MAX_LOCAL_INDEXES);
    }
  }

  private static void checkLocalIndex(LocalSecondaryIndex index, String tableHash) {
    KeySchemaChecks.checkSimpleKey(index.keySchema());
    if (index.keySchema().size() < 2) {
      throw ServiceException.invalidParameter(
          "Index KeySchema does not have a range key for index: " + index.indexName());
    }
    String indexHash = index.keySchema().getFirst().attributeName();
    if (!indexHash.equals(tableHash)) {
      throw ServiceException.invalidParameter(
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
      KeySchemaChecks.checkMultiAttributeKey(index.keySchema());
      checkProjection(index.projection());
    }
    checkDistinct(indexes.stream().map(GlobalSecondaryIndex::indexName));
    if (indexes.size() > ServiceQuotas.MAX_GLOBAL_INDEXES) {
      throw ServiceException.invalidParameter(
          "GlobalSecondaryIndex count exceeds the per-table limit of "
              + ServiceQuotas.MAX_GLOBAL_INDEXES);
    }
    boolean onDemand = request.options().billingMode() == BillingMode.PAY_PER_REQUEST;
    for (GlobalSecondaryIndex index : indexes) {
      if (onDemand && index.provisionedThroughput() != null) {
        throw ServiceException.invalidParameter(
            "ProvisionedThroughput should not be specified for index: "
                + index.indexName()
                + " when BillingMode is PAY_PER_REQUEST");
      }
      if (!onDemand && index.provisionedThroughput() == null) {
        throw ServiceException.invalidParameter(
            "ProvisionedThroughput is not specified for index: " + index.indexName());
      }
    }
  }

  private static void checkProjection(Projection projection) {
    List<String> attributes = projection.nonKeyAttributes();
    switch (projection.projectionType()) {
      case null -> throw ServiceException.invalidParameter("Unknown ProjectionType: null");
      case ALL, KEYS_ONLY -> {
        if (attributes != null) {
          throw ServiceException.invalidParameter(
              "ProjectionType is "
                  + projection.projectionType()
                  + ", but NonKeyAttributes is specified");
        }
      }
      case INCLUDE -> {
        if (attributes == null) {
          throw ServiceException.invalidParameter(
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
            throw ServiceException.invalidParameter("Duplicate index name: " + name);
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
    if (projected > ServiceQuotas.MAX_PROJECTED_ATTRIBUTES) {
      throw ServiceException.invalidParameter(Messages.TOO_MANY_PROJECTED);
    }
  }
}
