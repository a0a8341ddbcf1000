package io.larder.security.iam;

import io.larder.security.authorization.AccessDecisions;
import io.larder.security.identity.IdentityStore;
import io.larder.security.identity.edit.IdentityOperations;
import io.larder.security.query.EnginePermissions;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.QueryService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** IAM (API version 2010-05-08), as far as it is about identities and their policies. */
public final class IamService {
  /** Before the colon of its actions, and in the scope of signatures. */
  public static final String NAME = "iam";

  private IamService() {}

  /** The service over the identities of that store. */
  public static QueryService over(
      IdentityStore store,
      IdentityOperations operations,
      AccessDecisions decisions,
      AccessKeyUses uses) {
    var iam = new Iam(store, operations, new EnginePermissions(decisions));
    Map<String, QueryOperation> all = new HashMap<>();
    List.of(
            new UserOperations(iam).operations(),
            new AccessKeyOperations(iam, uses).operations(),
            new GroupOperations(iam).operations(),
            new RoleOperations(iam).operations(),
            HolderOperations.ofUsers(iam).operations(),
            HolderOperations.ofGroups(iam).operations(),
            HolderOperations.ofRoles(iam).operations(),
            new PolicyOperations(iam).operations(),
            new OidcProviderOperations(iam).operations(),
            new AccountDetails(iam).operations(),
            new Simulation(iam, decisions).operations())
        .forEach(all::putAll);
    return new QueryService(
        NAME, "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/", all, Set.of());
  }
}
