package io.larder.proxy.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.wire.JsonWriter;
import io.larder.store.seal.KeyProvider;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.KeyUnavailableException.Reason;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A key of the transit engine of HashiCorp Vault, which never leaves it. The key must be of a kind
 * that takes associated data, such as aes256-gcm96.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/secret/transit">Transit secrets
 *     engine</a>
 */
final class VaultKeys implements KeyProvider {
  private static final int DENIED = 403;
  private static final int NOT_FOUND = 404;
  private static final int BAD_REQUEST = 400;

  private final URI server;
  private final String mount;
  private final String key;
  private final Supplier<@Nullable String> token;
  private final KeyService service;

  /**
   * @param mount where the engine is, such as {@code transit}
   * @param token what Vault knows us by; asked for with each call
   */
  VaultKeys(URI server, String mount, String key, Supplier<@Nullable String> token) {
    this.server = server;
    this.mount = mount;
    this.key = key;
    this.token = token;
    this.service = new KeyService(name());
  }

  @Override
  public String name() {
    return "vault:" + server + "/" + mount + "/" + key;
  }

  @Override
  public byte[] wrap(byte[] clear, Map<String, String> context) throws KeyUnavailableException {
    String text = Base64.getEncoder().encodeToString(clear);
    return service
        .required(call("encrypt", "plaintext", text, context), "data.ciphertext")
        .getBytes(UTF_8);
  }

  @Override
  public byte[] unwrap(byte[] wrapped, Map<String, String> context) throws KeyUnavailableException {
    KeyService.Answer answer = call("decrypt", "ciphertext", new String(wrapped, UTF_8), context);
    try {
      return Base64.getDecoder().decode(service.required(answer, "data.plaintext"));
    } catch (IllegalArgumentException e) {
      throw service.refusal(Reason.UNREACHABLE, "data.plaintext is not Base64");
    }
  }

  private KeyService.Answer call(
      String operation, String name, String value, Map<String, String> context)
      throws KeyUnavailableException {
    var aad = new JsonWriter();
    aad.beginObject();
    new TreeMap<>(context).forEach((key, said) -> aad.name(key).value(said));
    aad.endObject();
    var body = new JsonWriter();
    body.beginObject().name(name).value(value);
    body.name("associated_data").value(Base64.getEncoder().encodeToString(aad.toByteArray()));
    return call(
        mount + "/" + operation + "/" + key, new String(body.endObject().toByteArray(), UTF_8));
  }

  private KeyService.Answer call(String path, @Nullable String body)
      throws KeyUnavailableException {
    String known = token.get();
    if (known == null) {
      throw service.refusal(Reason.UNREACHABLE, "there is no token: set VAULT_TOKEN");
    }
    URI uri = URI.create(server + "/v1/" + path);
    KeyService.Answer answer = service.call(uri, Map.of("X-Vault-Token", known), body);
    if (answer.isGood()) {
      return answer;
    }
    throw service.refusal(
        switch (answer.status()) {
          case DENIED -> Reason.DENIED;
          case NOT_FOUND, BAD_REQUEST -> Reason.NOT_FOUND;
          default -> Reason.UNREACHABLE;
        },
        "Vault answers with status " + answer.status());
  }

  @Override
  public String describe() throws KeyUnavailableException {
    KeyService.Answer answer = call(mount + "/keys/" + key, null);
    if ("false".equals(answer.member("data.supports_encryption"))) {
      throw service.refusal(Reason.DISABLED, "the key does not encrypt");
    }
    return name();
  }

  @Override
  public boolean isLocal() {
    return false;
  }
}
