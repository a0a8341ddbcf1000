package io.larder.security.webidentity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of whoever has it.
 *
 * @param issuer host and path, without {@code https://}
 * @param audience the client that it was made for
 * @param claims condition keys, such as {@code idp.example.com:sub}, with their values
 * @param tags session tags
 * @param transitiveTags keys of those that a further role keeps
 */
public record WebIdentity(
    String issuer,
    String subject,
    String audience,
    Map<String, List<String>> claims,
    Map<String, String> tags,
    Set<String> transitiveTags,
    @Nullable String sourceIdentity) {
  public WebIdentity {
    claims = Map.copyOf(claims);
    tags = Map.copyOf(tags);
    transitiveTags = Set.copyOf(transitiveTags);
  }
}
