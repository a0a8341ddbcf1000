package io.larder.security.sts;

import io.larder.security.auth.Principal;
import io.larder.security.identity.Account;
import io.larder.security.identity.Identities;
import io.larder.security.identity.OidcProvider;
import io.larder.security.identity.Role;
import io.larder.security.query.Parameters;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryException;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.TextRule;
import io.larder.security.query.XmlWriter;
import io.larder.security.session.SessionCredentials;
import io.larder.security.webidentity.WebIdentity;
import io.larder.security.webidentity.WebIdentityException;
import io.larder.security.webidentity.WebIdentityTokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Gives whoever an identity provider vouches for a session of a role that trusts the provider. */
final class AssumeRoleWithWebIdentity implements QueryOperation {
  private static final TextRule TOKEN = TextRule.length(4, 20_000);
  private static final String AMAZON = "www.amazon.com";
  private static final String FACEBOOK = "graph.facebook.com";
  private static final int MIN_ARN_PARTS = 6;

  /** Providers that trust policies name by their hosts; others by their ARNs. */
  private static final Set<String> WELL_KNOWN =
      Set.of(AMAZON, FACEBOOK, "accounts.google.com", "cognito-identity.amazonaws.com");

  private final Supplier<Identities> identities;
  private final WebIdentityTokens tokens;
  private final Sessions sessions;
  private final StsPermissions permissions;

  AssumeRoleWithWebIdentity(
      Supplier<Identities> identities,
      WebIdentityTokens tokens,
      Sessions sessions,
      StsPermissions permissions) {
    this.identities = identities;
    this.tokens = tokens;
    this.sessions = sessions;
    this.permissions = permissions;
  }

  @Override
  public void answer(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    SessionWish wish = SessionWish.of(in);
    String token = in.required("WebIdentityToken", TOKEN);
    if (in.value("ProviderId") != null) {
      // It goes with access tokens of OAuth 2.0, of which only their issuers know what they are.
      throw QueryException.validation("ProviderId goes with no OpenID Connect ID token");
    }
    Identities now = identities.get();
    Account account = now.account(accountOf(wish.roleArn()));
    WebIdentity identity = verified(token, account);
    SessionWish.checkTags(identity.tags(), identity.tags().size());
    SessionWish whole =
        wish.with(identity.tags(), identity.transitiveTags(), identity.sourceIdentity());
    var federation = federation(identity, account);
    Role role = now.role(wish.roleArn());
    if (role == null) {
      throw StsPermissions.webIdentityDenied();
    }
    permissions.requireRole(call, federation, role, whole);
    AssumeRole.checkDuration(wish, role, false);
    List<String> policies = SessionPolicies.documents(wish, role.account(), now);
    SessionCredentials credentials =
        sessions.ofRole(
            role,
            wish,
            policies,
            new Sessions.Origin(
                whole.tags(), whole.transitiveTags(), whole.sourceIdentity(), federation));
    xml.text("SubjectFromWebIdentityToken", identity.subject())
        .text("Audience", identity.audience())
        .text("Provider", federation.provider());
    Sessions.writeRole(xml, credentials, whole.isPacked());
  }

  private static String accountOf(String roleArn) {
    String[] parts = roleArn.split(":", -1);
    if (parts.length < MIN_ARN_PARTS) {
      throw QueryException.validation("Request ARN is invalid");
    }
    return parts[4];
  }

  private WebIdentity verified(String token, Account account) {
    try {
      return tokens.verify(
          token,
          issuer -> {
            OidcProvider provider = account.providers().get(issuer);
            return provider == null ? null : provider.clientIds();
          });
    } catch (WebIdentityException e) {
      throw switch (e.reason()) {
        case EXPIRED -> new QueryException("ExpiredTokenException", 400, e.getMessage());
        case INVALID -> new QueryException("InvalidIdentityToken", 400, e.getMessage());
        case ISSUER_UNREACHABLE -> new QueryException("IDPCommunicationError", 400, e.getMessage());
      };
    }
  }

  private static Principal.Federation federation(WebIdentity identity, Account account) {
    String issuer = identity.issuer();
    Map<String, List<String>> claims = new HashMap<>(identity.claims());
    // Amazon and Facebook have names of their own for who it is and which application.
    if (issuer.equals(AMAZON)) {
      claims.put(AMAZON + ":user_id", List.of(identity.subject()));
      claims.put(AMAZON + ":app_id", List.of(identity.audience()));
    } else if (issuer.equals(FACEBOOK)) {
      claims.put(FACEBOOK + ":id", List.of(identity.subject()));
      claims.put(FACEBOOK + ":app_id", List.of(identity.audience()));
    }
    OidcProvider provider = account.providers().get(issuer);
    return new Principal.Federation(
        WELL_KNOWN.contains(issuer) || provider == null ? issuer : provider.arn(), claims);
  }
}
