package io.larder.security.identity.edit;

import io.larder.security.identity.IdentityException.Code;
import io.larder.security.identity.OidcProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Operations on identity providers. */
public final class OidcProviderEdits {
  private static final int MAX_PROVIDERS = 100;
  private static final int MAX_CLIENT_IDS = 100;
  private static final int MAX_CLIENT_ID = 255;
  private static final int MAX_THUMBPRINTS = 5;
  private static final int MAX_URL = 255;
  private static final String HTTPS = "https://";
  private static final Pattern URL =
      Pattern.compile("[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[!-~&&[^?#]]*)?");
  private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-Fa-f]{40}");

  private final AccountEdit edit;

  OidcProviderEdits(AccountEdit edit) {
    this.edit = edit;
  }

  /** The provider of that ARN, or NoSuchEntity. */
  public OidcProvider get(String arn) {
    OidcProvider provider = edit.edit().now().provider(arn);
    if (provider == null || !provider.account().equals(edit.id())) {
      throw Rules.refusal(Code.NO_SUCH_ENTITY, "OpenIDConnect Provider not found for arn " + arn);
    }
    return provider;
  }

  /**
   * Trusts an issuer.
   *
   * @param url with {@code https://}, as the issuer's tokens have it
   */
  public OidcProvider create(
      String url, List<String> clientIds, List<String> thumbprints, Map<String, String> tags) {
    if (!url.startsWith(HTTPS)
        || url.length() > MAX_URL
        || !URL.matcher(url.substring(HTTPS.length())).matches()) {
      throw Rules.refusal(Code.INVALID_INPUT, "Invalid Open ID Connect Provider URL");
    }
    String name = url.substring(HTTPS.length());
    Rules.checkIsNew(
        edit.state().providers().keySet(), name, "Provider with url " + url + " already exists.");
    Rules.checkQuota(
        "OpenIdConnectProvidersPerAccount", edit.state().providers().size() + 1, MAX_PROVIDERS);
    Rules.checkTags(tags);
    var provider = new OidcProvider(edit.id(), name, clientIds, thumbprints, edit.now(), tags);
    put(provider);
    return provider;
  }

  /** Removes a provider; what it vouched for is believed no more. */
  public void delete(String arn) {
    edit.edit().remove(get(arn).key());
  }

  /** Takes tokens for that audience too; again it does nothing. */
  public void addClientId(String arn, String clientId) {
    OidcProvider provider = get(arn);
    if (!provider.clientIds().contains(clientId)) {
      List<String> clientIds = new ArrayList<>(provider.clientIds());
      clientIds.add(clientId);
      put(changed(provider, clientIds, provider.thumbprints(), provider.tags()));
    }
  }

  /** Takes tokens for that audience no more. */
  public void removeClientId(String arn, String clientId) {
    OidcProvider provider = get(arn);
    List<String> clientIds = new ArrayList<>(provider.clientIds());
    clientIds.remove(clientId);
    put(changed(provider, clientIds, provider.thumbprints(), provider.tags()));
  }

  /** Replaces the thumbprints. */
  public void updateThumbprints(String arn, List<String> thumbprints) {
    OidcProvider provider = get(arn);
    put(changed(provider, provider.clientIds(), thumbprints, provider.tags()));
  }

  /** Adds tags, or changes their values. */
  public void tag(String arn, Map<String, String> tags) {
    OidcProvider provider = get(arn);
    put(
        changed(
            provider,
            provider.clientIds(),
            provider.thumbprints(),
            Tags.with(provider.tags(), tags)));
  }

  /** Removes tags; of those that are not there nothing is said. */
  public void untag(String arn, Collection<String> keys) {
    OidcProvider provider = get(arn);
    put(
        changed(
            provider,
            provider.clientIds(),
            provider.thumbprints(),
            Tags.without(provider.tags(), keys)));
  }

  private static OidcProvider changed(
      OidcProvider provider,
      List<String> clientIds,
      List<String> thumbprints,
      Map<String, String> tags) {
    return new OidcProvider(
        provider.account(), provider.url(), clientIds, thumbprints, provider.created(), tags);
  }

  private void put(OidcProvider provider) {
    Rules.checkQuota(
        "ClientIdsPerOpenIdConnectProvider", provider.clientIds().size(), MAX_CLIENT_IDS);
    if (provider.clientIds().stream().anyMatch(id -> id.isEmpty() || id.length() > MAX_CLIENT_ID)) {
      throw Rules.refusal(
          Code.INVALID_INPUT, "A client ID has 1 to " + MAX_CLIENT_ID + " characters");
    }
    if (provider.thumbprints().size() > MAX_THUMBPRINTS
        || !provider.thumbprints().stream()
            .allMatch(print -> THUMBPRINT.matcher(print).matches())) {
      throw Rules.refusal(
          Code.INVALID_INPUT, "Thumbprint list must contain fewer than 5 entries of 40 digits.");
    }
    edit.edit().put(provider);
  }
}
