package io.larder.security.authorization;

import io.larder.protocol.error.ServiceError;
import io.larder.security.access.Access;
import io.larder.security.access.DaxAccess;
import io.larder.security.access.RequestAccess;
import io.larder.security.auth.MustBlockException;
import io.larder.security.auth.Principal;
import io.larder.security.authorization.RequestConditions.Tables;
import io.larder.security.policy.Decision;
import io.larder.security.policy.Decision.Outcome;
import io.larder.store.Index;
import io.larder.store.Table;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a user of DAX may be told beside items. Its client needs the key of a table before it can
 * ask for anything, and no request can be read without; so both would tell which tables there are.
 * They are told to who could be allowed something, whatever a request would have to say for it.
 * Everybody else gets the same denial whether or not there is such a table.
 *
 * @param cluster ARN of this server as a DAX cluster
 * @param asServiceRole true if users need permission for the cluster only
 * @param chances the best that could come of an access by that user
 */
record Disclosure(
    Principal principal,
    RequestAccess requests,
    String cluster,
    boolean asServiceRole,
    Tables tables,
    Function<Access, Decision> chances) {
  private static final Set<String> ALSO_OF_INDEXES = Set.of("Query", "Scan");

  /**
   * Why the user may not be told what clients must know; null if it may. Permission for the method
   * will do, and so will any for items: the policies that the guide shows name no others.
   *
   * @param table whose key it is about; null if it is about no table
   */
  @Nullable ServiceError ofMetadata(String method, @Nullable String table) {
    ServiceError refusal = ofMethod(method);
    if (refusal != null || table == null || asServiceRole) {
      return refusal;
    }
    ServiceError first = null;
    for (String action : DaxAccess.ACTIONS) {
      ServiceError denied = ofItems(action, table);
      if (denied == null) {
        return null;
      }
      first = first == null ? denied : first;
    }
    return first;
  }

  /** Why the user may do that to no items of the table; null if there might be some. */
  @Nullable ServiceError ofItems(String action, String table) {
    ServiceError refusal = refusal(DaxAccess.to(action, cluster));
    return refusal != null || asServiceRole ? refusal : ofTable(action, table);
  }

  /** The same, of an access that was found in a request. */
  @Nullable ServiceError ofItems(Access access) {
    String action = access.action().substring(RequestAccess.SERVICE.length());
    return ofItems(action, Objects.requireNonNull(access.table(), action));
  }

  private @Nullable ServiceError ofMethod(String method) {
    Access named = DaxAccess.to(method, cluster);
    Decision decision = chances.apply(named);
    boolean isGranted =
        decision.isAllowed()
            || (decision.outcome() == Outcome.IMPLICITLY_DENIED
                && DaxAccess.ACTIONS.stream()
                    .anyMatch(action -> isPossible(DaxAccess.to(action, cluster))));
    return isGranted ? null : denial(decision, named);
  }

  private @Nullable ServiceError ofTable(String action, String table) {
    ServiceError refusal = refusal(requests.items(action, table, null));
    return refusal != null && ALSO_OF_INDEXES.contains(action) && isIndexOpen(action, table)
        ? null
        : refusal;
  }

  private boolean isIndexOpen(String action, String name) {
    Table table = tables.table(name);
    if (table == null) {
      if (tables.haveLooked()) {
        return false;
      }
      throw new MustBlockException();
    }
    for (Index index : table.indexesByName()) {
      if (isPossible(requests.items(action, name, index.name()))) {
        return true;
      }
    }
    return false;
  }

  private boolean isPossible(Access access) {
    return chances.apply(access).isAllowed();
  }

  private @Nullable ServiceError refusal(Access access) {
    Decision decision = chances.apply(access);
    return decision.isAllowed() ? null : denial(decision, access);
  }

  private ServiceError denial(Decision decision, Access access) {
    return new ServiceError.AccessDenied(
        decision.denial(principal, access.action(), access.resource()));
  }
}
