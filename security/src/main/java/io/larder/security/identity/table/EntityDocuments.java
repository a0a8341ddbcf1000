package io.larder.security.identity.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Entity;
import io.larder.security.identity.EntityKey;
import io.larder.security.identity.Group;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.OidcProvider;
import io.larder.security.identity.Role;
import io.larder.security.identity.SecretAccessKey;
import io.larder.security.identity.User;
import io.larder.store.seal.BrokenSealException;
import io.larder.store.seal.SecretSealer;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Entities as JSON documents, secrets sealed. What is not understood whole is not read: a member
 * that is left out might have been a limit.
 */
final class EntityDocuments {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          // A document has the components of its record, and nothing that is made of them.
          .changeDefaultVisibility(visibility -> visibility.withIsGetterVisibility(Visibility.NONE))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  /** An access key with its secret sealed. */
  record StoredKey(
      String account,
      String userName,
      String id,
      String sealedSecret,
      boolean active,
      Instant created) {}

  private final SecretSealer sealer;

  EntityDocuments(SecretSealer sealer) {
    this.sealer = sealer;
  }

  String write(Entity entity) {
    return JSON.writeValueAsString(
        entity instanceof AccessKey key
            ? new StoredKey(
                key.account(),
                key.userName(),
                key.id(),
                Base64.getEncoder()
                    .encodeToString(sealer.seal(key.secret().toByteArray(), context(key.id()))),
                key.active(),
                key.created())
            : entity);
  }

  /**
   * The entity of a document.
   *
   * @throws UnreadableException if it is not that of {@code name} or cannot be understood
   */
  Entity read(String name, String document) throws UnreadableException {
    Entity entity;
    try {
      entity =
          switch (EntityKey.typeOf(name)) {
            case ACCESS_KEY -> open(JSON.readValue(document, StoredKey.class));
            case GROUP -> JSON.readValue(document, Group.class);
            case OIDC_PROVIDER -> JSON.readValue(document, OidcProvider.class);
            case POLICY -> JSON.readValue(document, ManagedPolicy.class);
            case ROLE -> JSON.readValue(document, Role.class);
            case USER -> JSON.readValue(document, User.class);
          };
    } catch (JacksonException
        | BrokenSealException
        | IllegalArgumentException
        | NullPointerException e) {
      // Without what was wrong: it may quote the document.
      throw new UnreadableException(name + " cannot be read: " + e.getClass().getSimpleName());
    }
    if (!entity.key().text().equals(name)) {
      throw new UnreadableException(name + " holds " + entity.key().text());
    }
    return entity;
  }

  private AccessKey open(StoredKey stored) {
    byte[] secret =
        sealer.open(Base64.getDecoder().decode(stored.sealedSecret()), context(stored.id()));
    return new AccessKey(
        stored.account(),
        stored.userName(),
        stored.id(),
        SecretAccessKey.of(new String(secret, UTF_8)),
        stored.active(),
        stored.created());
  }

  /** The id of a key is its own for ever; its user may be renamed. */
  private static byte[] context(String accessKeyId) {
    return ("larder:access-key:" + accessKeyId).getBytes(UTF_8);
  }

  /** A document that is of no use. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }
}
