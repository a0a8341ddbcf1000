package io.larder.protocol.draft.table;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.WarmThroughput;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definition of an index, or what UpdateTable is to change of one. */
public final class IndexDraft {
  private static final int MAX_LOCAL_KEYS = 2;
  private static final int MAX_GLOBAL_KEYS = 2 * ServiceQuotas.MAX_KEY_ATTRIBUTES_OF_A_TYPE;

  public @Nullable String indexName;
  public @Nullable List<KeyElementDraft> keySchema;
  public @Nullable IndexProjectionDraft projection;
  public @Nullable ThroughputDraft throughput;
  public @Nullable OnDemandThroughput onDemandThroughput;
  public @Nullable WarmThroughput warmThroughput;

  /** Checks the members of a local index, in the service's order for these. */
  void checkLocal(String path, Violations violations) {
    checkName(path, violations);
    checkKeySchema(path, MAX_LOCAL_KEYS, violations);
    checkProjection(path, violations);
  }

  /** Checks the members of a global index, in the service's order for these. */
  void checkGlobal(String path, Violations violations) {
    checkKeySchema(path, MAX_GLOBAL_KEYS, violations);
    checkProjection(path, violations);
    checkName(path, violations);
    checkThroughput(path, violations);
  }

  /** Checks the members of a change of a global index. */
  void checkUpdate(String path, Violations violations) {
    checkName(path, violations);
    checkThroughput(path, violations);
  }

  void checkName(String path, Violations violations) {
    if (indexName == null) {
      violations.addNull(path + ".indexName");
    } else {
      ResourceName.checkMember(indexName, path + ".indexName", violations);
    }
  }

  private void checkThroughput(String path, Violations violations) {
    if (throughput != null) {
      throughput.check(path + ".provisionedThroughput", violations);
    }
  }

  private void checkKeySchema(String path, int maximum, Violations violations) {
    if (keySchema == null) {
      violations.addNull(path + ".keySchema");
    } else if (keySchema.isEmpty()) {
      violations.add("[]", path + ".keySchema", Constraint.lengthAtLeast(1));
    } else {
      if (keySchema.size() > maximum) {
        // The service leaves the index out of the path here.
        violations.add(
            KeyElementDraft.describe(keySchema), "keySchema", Constraint.lengthAtMost(maximum));
      }
      KeyElementDraft.checkAll(keySchema, path + ".keySchema", violations);
    }
  }

  private void checkProjection(String path, Violations violations) {
    if (projection == null) {
      violations.addNull(path + ".projection");
    } else {
      projection.check(path + ".projection", violations);
    }
  }

  String name() {
    return indexName == null ? "" : indexName;
  }

  LocalSecondaryIndex toLocal() {
    return new LocalSecondaryIndex(
        name(), KeyElementDraft.toSchema(keySchema), IndexProjectionDraft.toProjection(projection));
  }

  GlobalSecondaryIndex toGlobal() {
    return new GlobalSecondaryIndex(
        name(),
        KeyElementDraft.toSchema(keySchema),
        IndexProjectionDraft.toProjection(projection),
        ThroughputDraft.toProvisioned(throughput),
        ThroughputDraft.orNull(onDemandThroughput),
        ThroughputDraft.orNull(warmThroughput));
  }
}
