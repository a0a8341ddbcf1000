package io.larder.protocol.draft.table;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of CreateTable and UpdateTable that make a table one of several regions, or give it
 * an index of vectors. Neither is here, so what asks for it is refused: what was ignored would be
 * missed later.
 */
public final class GlobalTableDraft {
  private static final EnumText<Consistency> CONSISTENCY =
      EnumText.listedAs(List.of(Consistency.EVENTUAL, Consistency.STRONG));

  public @Nullable List<ReplicaAction> replicaUpdates;
  public @Nullable String multiRegionConsistency;
  public boolean hasWitnessUpdates;
  public boolean hasVectorIndexes;

  /** The first member that was given of those of which nothing more is to be said. */
  public @Nullable String other;

  private enum Consistency {
    EVENTUAL,
    STRONG
  }

  /** One element of ReplicaUpdates: what is to be done in which regions. */
  public record ReplicaAction(
      @Nullable String create, @Nullable String update, @Nullable String delete) {
    private boolean comesOrGoes() {
      return create != null || delete != null;
    }
  }

  void checkShape(Violations violations) {
    violations.memberOf(CONSISTENCY, multiRegionConsistency, "multiRegionConsistency");
  }

  /**
   * Refuses whatever was given.
   *
   * @throws ServiceException Validation, in the service's words where it has some
   */
  void reject(SettingsDraft settings) {
    if (hasVectorIndexes) {
      throw invalidParameter(
          settings.throughput != null || "PROVISIONED".equals(settings.billingMode)
              ? "Vector indexes are only supported for PAY_PER_REQUEST tables"
              : "Vector indexes are not offered by this server");
    }
    boolean isStrong = "STRONG".equals(multiRegionConsistency);
    if (hasWitnessUpdates && !isStrong) {
      throw validation(
          "MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates parameter is"
              + " present");
    }
    if (isStrong) {
      throw validation(
          "Unsupported table replica count for global tables with MultiRegionConsistency set to"
              + " STRONG");
    }
    if (replicaUpdates != null) {
      throw refusal(replicaUpdates);
    }
    if (other != null || multiRegionConsistency != null) {
      throw invalidParameter(
          (other == null ? "MultiRegionConsistency" : other)
              + " cannot be specified: global tables are not offered by this server");
    }
  }

  private static ServiceException refusal(List<ReplicaAction> actions) {
    Set<ReplicaAction> comeOrGo = new LinkedHashSet<>();
    for (ReplicaAction action : actions) {
      if (action.comesOrGoes()) {
        comeOrGo.add(action);
      } else if (action.update == null) {
        return validation(
            "There are no actions specified in the Replica Update Action of the request.");
      }
    }
    if (actions.isEmpty()) {
      return validation(
          "There are no actions specified in the Replica Update Action of the request.");
    }
    if (comeOrGo.size() > 1) {
      return validation(
          "Update table operation with more than one create or delete replica actions not allowed");
    }
    String region = comeOrGo.isEmpty() ? null : comeOrGo.iterator().next().create();
    return validation(
        region == null
            ? "Replica specified in the Replica Update or Replica Delete action of the request was"
                + " not found."
            : "Region "
                + region
                + " is not supported. The latest version of global tables are only supported in the"
                + " following regions: []");
  }
}
