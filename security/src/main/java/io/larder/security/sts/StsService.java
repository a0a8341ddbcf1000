package io.larder.security.sts;

import io.larder.security.identity.Identities;
import io.larder.security.query.QueryService;
import io.larder.security.session.SessionTokens;
import io.larder.security.webidentity.WebIdentityTokens;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** STS (API version 2011-06-15). */
public final class StsService {
  /** Before the colon of its actions, and in the scope of signatures. */
  public static final String NAME = "sts";

  private static final String WEB_IDENTITY = "AssumeRoleWithWebIdentity";

  private StsService() {}

  /** The service for the identities that there are at each moment. */
  public static QueryService over(
      Supplier<Identities> identities,
      SessionTokens tokens,
      WebIdentityTokens webIdentities,
      StsPermissions permissions,
      InstantSource clock) {
    var sessions = new Sessions(tokens, clock);
    return new QueryService(
        NAME,
        "2011-06-15",
        "https://sts.amazonaws.com/doc/2011-06-15/",
        Map.of(
            "AssumeRole",
            new AssumeRole(identities, sessions, permissions),
            WEB_IDENTITY,
            new AssumeRoleWithWebIdentity(identities, webIdentities, sessions, permissions),
            "GetSessionToken",
            new GetSessionToken(sessions),
            "GetCallerIdentity",
            new GetCallerIdentity()),
        Set.of(WEB_IDENTITY));
  }
}
