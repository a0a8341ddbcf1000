package io.larder.proxy.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.upstream.CredentialsSource;
import io.larder.proxy.upstream.SignedCall;
import io.larder.store.seal.KeyProvider;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.KeyUnavailableException.Reason;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A key of AWS KMS, which never leaves it: Encrypt, Decrypt and DescribeKey.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html">AWS KMS API</a>
 */
final class KmsKeys implements KeyProvider {
  private static final String TARGET = "TrentService.";

  private final String keyId;
  private final String region;
  private final URI endpoint;
  private final CredentialsSource credentials;
  private final InstantSource clock;
  private final KeyService service;

  /** {@code keyId} is an id, an ARN or an alias. */
  KmsKeys(
      String keyId,
      String region,
      URI endpoint,
      CredentialsSource credentials,
      InstantSource clock) {
    this.keyId = keyId;
    this.region = region;
    this.endpoint = endpoint;
    this.credentials = credentials;
    this.clock = clock;
    this.service = new KeyService(name());
  }

  @Override
  public String name() {
    return "aws-kms:" + keyId;
  }

  @Override
  public byte[] wrap(byte[] key, Map<String, String> context) throws KeyUnavailableException {
    JsonWriter body = new JsonWriter();
    body.beginObject().name("KeyId").value(keyId);
    body.name("Plaintext").value(Base64.getEncoder().encodeToString(key));
    return bytes(call("Encrypt", context, body), "CiphertextBlob");
  }

  @Override
  public byte[] unwrap(byte[] wrapped, Map<String, String> context) throws KeyUnavailableException {
    JsonWriter body = new JsonWriter();
    body.beginObject().name("KeyId").value(keyId);
    body.name("CiphertextBlob").value(Base64.getEncoder().encodeToString(wrapped));
    return bytes(call("Decrypt", context, body), "Plaintext");
  }

  private byte[] bytes(KeyService.Answer answer, String member) throws KeyUnavailableException {
    try {
      return Base64.getDecoder().decode(service.required(answer, member));
    } catch (IllegalArgumentException e) {
      throw service.refusal(Reason.UNREACHABLE, member + " is not Base64");
    }
  }

  @Override
  public String describe() throws KeyUnavailableException {
    JsonWriter body = new JsonWriter();
    body.beginObject().name("KeyId").value(keyId);
    KeyService.Answer answer = call("DescribeKey", Map.of(), body);
    String state = Objects.requireNonNullElse(answer.member("KeyMetadata.KeyState"), "Enabled");
    if (!state.equals("Enabled")) {
      throw service.refusal(Reason.DISABLED, "the key is in the state " + state);
    }
    return service.required(answer, "KeyMetadata.Arn");
  }

  private KeyService.Answer call(String operation, Map<String, String> context, JsonWriter body)
      throws KeyUnavailableException {
    if (!context.isEmpty()) {
      body.name("EncryptionContext").beginObject();
      new TreeMap<>(context).forEach((name, value) -> body.name(name).value(value));
      body.endObject();
    }
    String text = new String(body.endObject().toByteArray(), UTF_8);
    Map<String, String> headers;
    try {
      headers =
          SignedCall.headers(
              SignedCall.credentials(credentials),
              region,
              "kms",
              Map.of(
                  "host",
                  endpoint.getRawAuthority(),
                  "content-type",
                  "application/x-amz-json-1.1",
                  "x-amz-target",
                  TARGET + operation),
              text.getBytes(UTF_8),
              clock.instant());
    } catch (IllegalStateException e) {
      throw service.refusal(Reason.UNREACHABLE, "no credentials: " + e.getMessage());
    }
    KeyService.Answer answer = service.call(endpoint.resolve("/"), headers, text);
    if (answer.isGood()) {
      return answer;
    }
    String type = Objects.requireNonNullElse(answer.member("__type"), "status " + answer.status());
    type = type.substring(type.indexOf('#') + 1);
    String message =
        Objects.requireNonNullElseGet(
            answer.member("message"),
            () -> Objects.requireNonNullElse(answer.member("Message"), ""));
    throw service.refusal(reason(type), type + ": " + message);
  }

  private static Reason reason(String type) {
    return switch (type) {
      case "NotFoundException",
          "InvalidCiphertextException",
          "IncorrectKeyException",
          "InvalidArnException" ->
          Reason.NOT_FOUND;
      case "DisabledException", "KMSInvalidStateException", "InvalidKeyUsageException" ->
          Reason.DISABLED;
      case "AccessDeniedException" -> Reason.DENIED;
      default -> Reason.UNREACHABLE;
    };
  }

  @Override
  public boolean isLocal() {
    return false;
  }
}
