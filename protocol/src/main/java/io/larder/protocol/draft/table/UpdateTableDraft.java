package io.larder.protocol.draft.table;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.UpdateTableRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The members of an UpdateTable. One call changes one thing: most settings tolerate no other beside
 * them.
 */
public final class UpdateTableDraft {
  private static final String NOTHING_TO_DO =
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
          + " GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates,"
          + " MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency,"
          + " DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is"
          + " required";

  public @Nullable String tableName;
  public @Nullable List<AttributeDraft> attributeDefinitions;
  public @Nullable List<Action> indexUpdates;
  public final SettingsDraft settings = new SettingsDraft();
  public final GlobalTableDraft global = new GlobalTableDraft();

  /** One element of GlobalSecondaryIndexUpdates. */
  public record Action(
      @Nullable IndexDraft create, @Nullable IndexDraft update, @Nullable IndexDraft delete) {
    private int count() {
      return (create == null ? 0 : 1) + (update == null ? 0 : 1) + (delete == null ? 0 : 1);
    }

    private String indexName() {
      IndexDraft index = update != null ? update : create != null ? create : delete;
      return index == null ? "" : index.name();
    }
  }

  /**
   * The request, valid as far as it can be without the table.
   *
   * @throws ServiceException Validation, in the service's words
   */
  public UpdateTableRequest check() {
    String name = ResourceName.requireTable(tableName);
    checkShape();
    settings.rejectUnknownTableClass();
    settings.rejectThroughputOnDemand();
    settings.rejectThroughputOutOfBounds();
    List<Action> actions = indexUpdates == null ? List.of() : indexUpdates;
    global.reject(settings);
    rejectNothing(actions);
    settings.dropEmptyThroughput();
    rejectMalformed(actions);
    rejectCombinations(actions);
    settings.rejectContradictingSse();
    rejectContradictingStream();
    List<AttributeDefinition> definitions = AttributeDraft.toDefinitions(attributeDefinitions);
    return new UpdateTableRequest(
        name, definitions, toUpdates(actions, definitions), settings.toOptions());
  }

  private void checkShape() {
    var violations = new Violations();
    settings.checkBilling(violations);
    if (attributeDefinitions != null) {
      AttributeDraft.checkAll(attributeDefinitions, violations);
    }
    if (indexUpdates != null) {
      for (int i = 0; i < indexUpdates.size(); i++) {
        String path = "globalSecondaryIndexUpdates." + (i + 1) + ".member.";
        checkAction(indexUpdates.get(i), path, violations);
      }
    }
    settings.checkFeatures(violations);
    global.checkShape(violations);
    violations.throwIfAny();
  }

  private static void checkAction(Action action, String path, Violations violations) {
    if (action.update != null) {
      action.update.checkUpdate(path + "update", violations);
    }
    if (action.create != null) {
      action.create.checkGlobal(path + "create", violations);
    }
    if (action.delete != null) {
      action.delete.checkName(path + "delete", violations);
    }
  }

  private boolean changesSettings() {
    return settings.throughput != null
        || settings.billingMode != null
        || settings.stream != null
        || settings.sse != null
        || settings.tableClass != null
        || settings.deletionProtection != null
        || settings.onDemandThroughput != null
        || settings.warmThroughput != null;
  }

  private void rejectNothing(List<Action> actions) {
    if (actions.isEmpty() && !changesSettings()) {
      throw ServiceException.validation(NOTHING_TO_DO);
    }
    if (actions.isEmpty() && indexUpdates != null) {
      throw ServiceException.invalidParameter("List of GlobalSecondaryIndexUpdates is empty");
    }
  }

  private static void rejectMalformed(List<Action> actions) {
    Set<String> names = new HashSet<>();
    for (Action action : actions) {
      if (action.count() == 0) {
        throw ServiceException.invalidParameter(
            "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,"
                + " GlobalSecondaryIndexUpdate.Delete must not be null");
      }
      if (action.count() > 1) {
        throw ServiceException.invalidParameter(
            "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate"
                + " object");
      }
    }
    for (Action action : actions) {
      if (!names.add(action.indexName())) {
        throw ServiceException.invalidParameter(
            "Only one global secondary index update per index is allowed simultaneously. Index: "
                + action.indexName());
      }
    }
    for (Action action : actions) {
      if (action.update != null
          && action.update.warmThroughput != null
          && ThroughputDraft.orNull(action.update.warmThroughput) == null) {
        throw ServiceException.invalidParameter(
            "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond"
                + " specified for index: "
                + action.indexName());
      }
    }
  }

  private void rejectCombinations(List<Action> actions) {
    long changedIndexes = actions.stream().filter(action -> action.update == null).count();
    rejectUnlessAlone(settings.sse, "Server-Side Encryption modification", actions);
    rejectUnlessAlone(settings.tableClass, "TableClass modification", actions);
    rejectUnlessAlone(settings.deletionProtection, "DeletionProtection modification", actions);
    if (settings.warmThroughput != null && changedIndexes > 0) {
      throw ServiceException.invalidParameter(
          "Create global secondary index cannot be specified when updating WarmThroughput");
    }
    if (settings.onDemandThroughput != null
        && (settings.stream != null || settings.warmThroughput != null || !actions.isEmpty())) {
      throw ServiceException.invalidParameter(
          "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request");
    }
    rejectUnlessAlone(settings.warmThroughput, "WarmThroughput", actions);
    boolean changesCapacity = settings.throughput != null;
    if (changesCapacity && settings.stream != null) {
      throw ServiceException.invalidParameter(
          "You cannot modify stream status while updating table IOPS");
    }
    if (changesCapacity && settings.billingMode == null && changedIndexes > 0) {
      throw ServiceException.invalidParameter(
          "You cannot create or delete index while updating table IOPS");
    }
    if (settings.stream != null && changedIndexes > 0) {
      throw ServiceException.invalidParameter(
          "You cannot create or delete index while changing stream status");
    }
  }

  private void rejectUnlessAlone(@Nullable Object setting, String what, List<Action> actions) {
    if (setting == null) {
      return;
    }
    boolean alone =
        actions.isEmpty()
            && Stream.of(
                        settings.throughput,
                        settings.billingMode,
                        settings.stream,
                        settings.sse,
                        settings.tableClass,
                        settings.deletionProtection,
                        settings.onDemandThroughput,
                        settings.warmThroughput)
                    .filter(other -> other != null)
                    .count()
                == 1;
    if (!alone) {
      throw ServiceException.invalidParameter(what + " must be the only operation in the request");
    }
  }

  private void rejectContradictingStream() {
    SettingsDraft.StreamDraft stream = settings.stream;
    if (stream != null && stream.isEnabled() && stream.viewType() == null) {
      throw ServiceException.invalidParameter(
          "If stream is being enabled then UpdateViewType is required");
    }
    if (stream != null && !stream.isEnabled() && stream.viewType() != null) {
      throw ServiceException.invalidParameter(
          "If stream is being disabled, then UpdateViewType must not be specified");
    }
  }

  private static List<GlobalSecondaryIndexUpdate> toUpdates(
      List<Action> actions, List<AttributeDefinition> definitions) {
    List<GlobalSecondaryIndexUpdate> updates = new ArrayList<>(actions.size());
    for (Action action : actions) {
      if (action.create != null) {
        var index = action.create.toGlobal();
        TableDefinitionChecks.checkNewIndex(index, definitions);
        updates.add(new GlobalSecondaryIndexUpdate.Create(index));
      } else if (action.update != null) {
        updates.add(
            new GlobalSecondaryIndexUpdate.Update(
                action.update.name(),
                ThroughputDraft.toProvisioned(action.update.throughput),
                ThroughputDraft.orNull(action.update.onDemandThroughput),
                action.update.warmThroughput));
      } else {
        updates.add(new GlobalSecondaryIndexUpdate.Delete(action.indexName()));
      }
    }
    return updates;
  }
}
