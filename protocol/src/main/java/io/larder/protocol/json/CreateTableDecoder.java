package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.CreateTableRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of a CreateTable. */
final class CreateTableDecoder {
  private static final int MAX_INDEXES_SHOWN = 10;

  private @Nullable String tableName;
  private @Nullable List<IndexMembers.Definition> attributeDefinitions;
  private @Nullable List<IndexMembers.Key> keySchema;
  private @Nullable List<IndexMembers> localIndexes;
  private @Nullable List<IndexMembers> globalIndexes;
  private @Nullable List<TagMembers> tags;
  private final TableSettings settings = new TableSettings();

  static CreateTableRequest decode(RequestReader in) {
    var members = new CreateTableDecoder();
    while (in.nextMember()) {
      members.readMember(in);
    }
    return members.toRequest();
  }

  private void readMember(RequestReader in) {
    switch (in.memberName()) {
      case "TableName" -> tableName = in.string();
      case "AttributeDefinitions" -> attributeDefinitions = IndexMembers.Definition.readList(in);
      case "KeySchema" -> keySchema = IndexMembers.Key.readList(in);
      case "LocalSecondaryIndexes" ->
          localIndexes = IndexMembers.readList(in, "LocalSecondaryIndex");
      case "GlobalSecondaryIndexes" ->
          globalIndexes = IndexMembers.readList(in, "GlobalSecondaryIndex");
      case "Tags" -> tags = TagMembers.readList(in);
      default -> {
        if (!settings.read(in)) {
          in.skip();
        }
      }
    }
  }

  private CreateTableRequest toRequest() {
    String name = requireTableName();
    checkShape();
    settings.dropEmptyThroughput();
    settings.rejectThroughputOnDemand();
    settings.rejectThroughputOutOfBounds();
    if (!settings.isOnDemand() && settings.throughput == null) {
      throw TableSettings.invalid(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    rejectEmpty(localIndexes, "LocalSecondaryIndexes");
    rejectEmpty(globalIndexes, "GlobalSecondaryIndexes");
    var request =
        new CreateTableRequest(
            name,
            IndexMembers.Definition.toDefinitions(attributeDefinitions),
            IndexMembers.Key.toSchema(keySchema),
            localIndexes == null
                ? List.of()
                : localIndexes.stream().map(IndexMembers::toLocal).toList(),
            globalIndexes == null
                ? List.of()
                : globalIndexes.stream().map(IndexMembers::toGlobal).toList(),
            settings.toOptions(),
            tags == null ? List.of() : TagMembers.toTags(tags));
    TableDefinitionChecks.check(request);
    rejectContradictingStream();
    settings.rejectUnknownTableClass();
    settings.rejectContradictingSse();
    return request;
  }

  private String requireTableName() {
    if (tableName == null || tableName.startsWith("arn:")) {
      return ResourceName.ofTable(ResourceName.requireTable(tableName));
    }
    var violations = new Violations();
    ResourceName.checkAll(tableName, "tableName", violations);
    violations.throwIfAny();
    return tableName;
  }

  private void checkShape() {
    var violations = new Violations();
    settings.checkBilling(violations);
    checkKeySchema(violations);
    if (attributeDefinitions == null) {
      violations.addNull("attributeDefinitions");
    } else {
      IndexMembers.Definition.checkAll(attributeDefinitions, violations);
    }
    if (globalIndexes != null) {
      for (int i = 0; i < Math.min(globalIndexes.size(), MAX_INDEXES_SHOWN); i++) {
        String path = "globalSecondaryIndexes." + (i + 1) + ".member";
        globalIndexes.get(i).checkGlobal(path, violations);
      }
    }
    if (localIndexes != null) {
      for (int i = 0; i < Math.min(localIndexes.size(), MAX_INDEXES_SHOWN); i++) {
        String path = "localSecondaryIndexes." + (i + 1) + ".member";
        localIndexes.get(i).checkLocal(path, violations);
      }
    }
    settings.checkFeatures(violations);
    violations.throwIfAny();
  }

  private void checkKeySchema(Violations violations) {
    if (keySchema == null) {
      violations.addNull("keySchema");
      return;
    }
    if (keySchema.isEmpty()) {
      violations.add("[]", "keySchema", "Member must have length greater than or equal to 1");
    } else if (keySchema.size() > 2) {
      violations.add(
          IndexMembers.Key.describe(keySchema),
          "keySchema",
          "Member must have length less than or equal to 2");
    }
    IndexMembers.Key.checkAll(keySchema, "keySchema", violations);
  }

  private static void rejectEmpty(@Nullable List<?> list, String member) {
    if (list != null && list.isEmpty()) {
      throw TableSettings.invalid("List of " + member + " is empty");
    }
  }

  private void rejectContradictingStream() {
    TableSettings.Stream stream = settings.stream;
    if (stream != null && stream.isEnabled() && stream.viewType() == null) {
      throw streamError("enabled, UpdateViewType is required");
    }
    if (stream != null && !stream.isEnabled() && stream.viewType() != null) {
      throw streamError("disabled, UpdateViewType should not be specified");
    }
  }

  private static ServiceException streamError(String detail) {
    return TableSettings.invalid("Table is being created with a stream " + detail);
  }
}
