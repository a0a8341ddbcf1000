package io.larder.security.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An issuer of web identities that is trusted.
 *
 * @param url host and path, without the {@code https://}
 * @param clientIds the audiences that its tokens may be for
 * @param thumbprints SHA-1 of certificates, in hexadecimal digits, as they were given
 */
public record OidcProvider(
    String account,
    String url,
    List<String> clientIds,
    List<String> thumbprints,
    Instant created,
    Map<String, String> tags)
    implements Entity {
  public OidcProvider {
    clientIds = List.copyOf(clientIds);
    thumbprints = List.copyOf(thumbprints);
    tags = Map.copyOf(tags);
  }

  @Override
  public EntityKey key() {
    return new EntityKey(EntityKey.Type.OIDC_PROVIDER, account, url);
  }

  public String arn() {
    return "arn:aws:iam::" + account + ":oidc-provider/" + url;
  }
}
