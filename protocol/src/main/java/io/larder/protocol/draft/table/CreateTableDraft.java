package io.larder.protocol.draft.table;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.CreateTableRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of a CreateTable. */
public final class CreateTableDraft {
  private static final int MAX_INDEXES_SHOWN = 10;
  private static final int MAX_KEYS = 2;

  public @Nullable String tableName;
  public @Nullable List<AttributeDraft> attributeDefinitions;
  public @Nullable List<KeyElementDraft> keySchema;
  public @Nullable List<IndexDraft> localIndexes;
  public @Nullable List<IndexDraft> globalIndexes;
  public @Nullable List<TagDraft> tags;
  public @Nullable String resourcePolicy;
  public final SettingsDraft settings = new SettingsDraft();
  public final GlobalTableDraft global = new GlobalTableDraft();

  /**
   * The request, valid as far as it can be without knowing which tables there are.
   *
   * @throws ServiceException Validation, in the service's words
   */
  public CreateTableRequest check() {
    String name = requireTableName();
    checkShape();
    settings.dropEmptyThroughput();
    settings.rejectThroughputOnDemand();
    settings.rejectThroughputOutOfBounds();
    if (!settings.isOnDemand() && settings.throughput == null) {
      throw ServiceException.invalidParameter(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    global.reject(settings);
    rejectEmpty(localIndexes, "LocalSecondaryIndexes");
    rejectEmpty(globalIndexes, "GlobalSecondaryIndexes");
    var request =
        new CreateTableRequest(
            name,
            AttributeDraft.toDefinitions(attributeDefinitions),
            KeyElementDraft.toSchema(keySchema),
            localIndexes == null
                ? List.of()
                : localIndexes.stream().map(IndexDraft::toLocal).toList(),
            globalIndexes == null
                ? List.of()
                : globalIndexes.stream().map(IndexDraft::toGlobal).toList(),
            settings.toOptions(),
            tags == null ? List.of() : TagDraft.toTags(tags),
            resourcePolicy == null ? null : ResourcePolicyDraft.requireSize(resourcePolicy));
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
      AttributeDraft.checkAll(attributeDefinitions, violations);
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
      violations.add("[]", "keySchema", Constraint.lengthAtLeast(1));
    } else if (keySchema.size() > MAX_KEYS) {
      violations.add(
          KeyElementDraft.describe(keySchema), "keySchema", Constraint.lengthAtMost(MAX_KEYS));
    }
    KeyElementDraft.checkAll(keySchema, "keySchema", violations);
  }

  private static void rejectEmpty(@Nullable List<?> list, String member) {
    if (list != null && list.isEmpty()) {
      throw ServiceException.invalidParameter("List of " + member + " is empty");
    }
  }

  private void rejectContradictingStream() {
    SettingsDraft.StreamDraft stream = settings.stream;
    if (stream != null && stream.isEnabled() && stream.viewType() == null) {
      throw streamError("enabled, UpdateViewType is required");
    }
    if (stream != null && !stream.isEnabled() && stream.viewType() != null) {
      throw streamError("disabled, UpdateViewType should not be specified");
    }
  }

  private static ServiceException streamError(String detail) {
    return ServiceException.invalidParameter("Table is being created with a stream " + detail);
  }
}
