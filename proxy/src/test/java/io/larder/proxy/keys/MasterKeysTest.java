package io.larder.proxy.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.larder.proxy.upstream.CredentialsSource;
import io.larder.store.seal.KeyProvider;
import io.larder.store.seal.KeySource;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.KeyUnavailableException.Reason;
import io.larder.store.seal.SecretSealer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of all kinds, those of services against a stub of the service. */
final class MasterKeysTest {
  private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");
  private static final String ARN = "arn:aws:kms:eu-west-1:000000000000:key/k1";
  private static final Map<String, String> CONTEXT = Map.of("b", "2", "a", "1");
  private static final byte[] KEY = "a key of thirty-two bytes, truly".getBytes(UTF_8);

  @TempDir private Path folder;
  private HttpServer server;
  private final List<String> paths = new ArrayList<>();
  private String broken = "";
  private int brokenStatus = 400;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/", this::vault);
    server.createContext("/", this::kms);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String member(String json, String name) {
    Matcher members = MEMBER.matcher(json);
    while (members.find()) {
      if (members.group(1).equals(name)) {
        return members.group(2);
      }
    }
    throw new AssertionError(name + " is not in " + json);
  }

  /** Wraps by naming the associated data before the key. */
  private void vault(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    paths.add(path);
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (!"token".equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
      answer(exchange, 403, "{\"errors\":[\"permission denied\"]}");
    } else if (!broken.isEmpty()) {
      answer(exchange, brokenStatus, broken);
    } else if (path.equals("/v1/eu/transit/encrypt/larder")) {
      String wrapped =
          "vault:v1:" + member(body, "associated_data") + "." + member(body, "plaintext");
      answer(exchange, 200, "{\"data\":{\"ciphertext\":\"" + wrapped + "\",\"key_version\":1}}");
    } else if (path.equals("/v1/eu/transit/decrypt/larder")) {
      String[] parts = member(body, "ciphertext").substring("vault:v1:".length()).split("\\.", -1);
      if (parts[0].equals(member(body, "associated_data"))) {
        answer(exchange, 200, "{\"data\":{\"plaintext\":\"" + parts[1] + "\"}}");
      } else {
        answer(exchange, 400, "{\"errors\":[\"cipher: message authentication failed\"]}");
      }
    } else {
      answer(exchange, 200, "{\"data\":{\"type\":\"aes256-gcm96\",\"keys\":{\"1\":1}}}");
    }
  }

  private void kms(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    paths.add(target);
    if (!isSigned(exchange, body)) {
      answer(exchange, 400, "{\"__type\":\"InvalidSignatureException\",\"message\":\"no\"}");
    } else if (!broken.isEmpty()) {
      answer(exchange, brokenStatus, broken);
    } else if (target.equals("TrentService.DescribeKey")) {
      answer(
          exchange,
          200,
          "{\"KeyMetadata\":{\"Arn\":\"" + ARN + "\",\"KeyState\":\"Enabled\",\"Enabled\":true}}");
    } else if (target.equals("TrentService.Encrypt")) {
      assertThat(body).endsWith("\"EncryptionContext\":{\"a\":\"1\",\"b\":\"2\"}}");
      answer(exchange, 200, "{\"CiphertextBlob\":\"" + member(body, "Plaintext") + "\"}");
    } else {
      answer(exchange, 200, "{\"Plaintext\":\"" + member(body, "CiphertextBlob") + "\"}");
    }
  }

  /** By the steps of the IAM User Guide, "Create a signed AWS API request". */
  private boolean isSigned(HttpExchange exchange, String body) {
    try {
      var headers = exchange.getRequestHeaders();
      String authorization = headers.getFirst("Authorization");
      String names = authorization.split("SignedHeaders=", -1)[1].split(",", -1)[0];
      var canonical = new StringBuilder("POST\n/\n\n");
      for (String name : names.split(";", -1)) {
        canonical.append(name).append(':').append(headers.getFirst(name)).append('\n');
      }
      canonical.append('\n').append(names).append('\n').append(hash(body));
      String time = headers.getFirst("X-Amz-Date");
      String scope = time.substring(0, 8) + "/eu-west-1/kms/aws4_request";
      byte[] key = "AWS4secret".getBytes(UTF_8);
      for (String part : scope.split("/", -1)) {
        key = code(key, part);
      }
      String toSign =
          "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hash(canonical.toString());
      return authorization.contains("Credential=id/" + scope)
          && authorization.endsWith("Signature=" + HexFormat.of().formatHex(code(key, toSign)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] code(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String hash(String text) throws GeneralSecurityException {
    byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(bytes);
  }

  private KeyProvider kmsKey() throws Exception {
    Path id = Files.writeString(folder.resolve("id"), "id");
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    return new MasterKeys(
            Map.of("AWS_ENDPOINT_URL_KMS", url()),
            new CredentialsSource.FromFiles(id, secret, null))
        .find("aws-kms:" + ARN);
  }

  private KeyProvider vaultKey(String token) throws Exception {
    return new MasterKeys(Map.of("VAULT_TOKEN", token))
        .find("vault:" + url() + "/eu/transit/larder");
  }

  @Test
  void aKeyOfKmsWrapsAndUnwrapsBySignedCalls() throws Exception {
    KeyProvider key = kmsKey();

    byte[] wrapped = key.wrap(KEY, CONTEXT);

    assertThat(key.unwrap(wrapped, CONTEXT)).isEqualTo(KEY);
    assertThat(key.describe()).isEqualTo(ARN);
    assertThat(key.name()).isEqualTo("aws-kms:" + ARN);
    assertThat(paths)
        .containsExactly(
            "TrentService.Encrypt", "TrentService.Decrypt", "TrentService.DescribeKey");
  }

  @Test
  void whyAKeyOfKmsCannotBeUsedIsSaid() throws Exception {
    KeyProvider key = kmsKey();
    Map<String, Reason> reasons =
        Map.of(
            "{\"__type\":\"com.amazonaws.kms#NotFoundException\",\"message\":\"m\"}",
            Reason.NOT_FOUND,
            "{\"__type\":\"DisabledException\"}",
            Reason.DISABLED,
            "{\"__type\":\"KMSInvalidStateException\"}",
            Reason.DISABLED,
            "{\"__type\":\"AccessDeniedException\",\"Message\":\"m\"}",
            Reason.DENIED,
            "{\"__type\":\"KMSInternalException\"}",
            Reason.UNREACHABLE,
            "<html>",
            Reason.UNREACHABLE);

    reasons.forEach(
        (body, reason) -> {
          broken = body;
          assertThatThrownBy(() -> key.unwrap(KEY, CONTEXT))
              .isInstanceOfSatisfying(
                  KeyUnavailableException.class, e -> assertThat(e.reason()).isEqualTo(reason))
              .hasMessageContaining(ARN);
        });
    broken = "{\"KeyMetadata\":{\"Arn\":\"a\",\"KeyState\":\"PendingDeletion\"}}";
    brokenStatus = 200;
    assertThatThrownBy(key::describe).hasMessageContaining("PendingDeletion");
  }

  @Test
  void aKeyOfVaultWrapsAndUnwrapsInItsContextOnly() throws Exception {
    KeyProvider key = vaultKey("token");

    byte[] wrapped = key.wrap(KEY, CONTEXT);

    assertThat(key.unwrap(wrapped, CONTEXT)).isEqualTo(KEY);
    assertThat(key.describe()).isEqualTo("vault:" + url() + "/eu/transit/larder");
    assertThatThrownBy(() -> key.unwrap(wrapped, Map.of()))
        .isInstanceOf(KeyUnavailableException.class);
    assertThat(paths).contains("/v1/eu/transit/keys/larder");
  }

  @Test
  void whyAKeyOfVaultCannotBeUsedIsSaid() throws Exception {
    assertThatThrownBy(() -> vaultKey("other").describe())
        .isInstanceOfSatisfying(
            KeyUnavailableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DENIED));
    broken = "{\"errors\":[\"Vault is sealed\"]}";
    brokenStatus = 503;
    assertThatThrownBy(() -> vaultKey("token").wrap(KEY, CONTEXT))
        .isInstanceOfSatisfying(
            KeyUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
    KeyProvider key = vaultKey("token");
    server.stop(0);
    assertThatThrownBy(key::describe).isInstanceOf(KeyUnavailableException.class);
  }

  @Test
  void secretsAreSealedUnderAKeyThatAServiceKeeps() throws Exception {
    var one = new SecretSealer(vaultKey("token"), new SecureRandom());
    var other = new SecretSealer(vaultKey("token"), new SecureRandom());
    SecretSealer.Kept kept = one.make();
    one.use(kept);
    other.use(kept);

    assertThat(other.open(one.seal(KEY, new byte[0]), new byte[0])).isEqualTo(KEY);
  }

  @Test
  void aKeyIsInAFileOrAVariable() throws Exception {
    String file = "file:" + folder.resolve("keys/master");
    MasterKeys.create(file);
    MasterKeys.create(file);
    var keys = new MasterKeys(Map.of("KEY", "ab".repeat(32)));

    for (String name : List.of(file, "env:KEY")) {
      KeyProvider key = keys.find(name);
      assertThat(keys.find(name).unwrap(key.wrap(KEY, CONTEXT), CONTEXT)).isEqualTo(KEY);
    }
  }

  @Test
  void theKeysThatTablesNameAreFilesOfAFolder() throws Exception {
    MasterKeys.create("file:" + folder.resolve("key/one"));
    MasterKeys.create("file:" + folder.resolve("alias/mine"));
    MasterKeys.create("file:" + folder.resolve("outside"));
    KeySource source = new MasterKeys(Map.of()).source("file:" + folder);
    byte[] wrapped = source.find("one").wrap(KEY, CONTEXT);

    assertThat(source.find("arn:aws:kms:eu-west-1:000000000000:key/one").unwrap(wrapped, CONTEXT))
        .isEqualTo(KEY);
    assertThat(source.find("alias/mine").name()).endsWith("alias/mine");
    for (String name : List.of("two", "../outside", "key/../outside", "alias/../outside", "")) {
      assertThatThrownBy(() -> source.find(name)).isInstanceOf(KeyUnavailableException.class);
    }
    Files.delete(folder.resolve("key/one"));
    assertThatThrownBy(() -> source.find("one").unwrap(wrapped, CONTEXT))
        .isInstanceOf(KeyUnavailableException.class);
  }

  @Test
  void theKeysThatTablesNameAreOfAService() throws Exception {
    var keys = new MasterKeys(Map.of("VAULT_TOKEN", "token"));
    KeySource vault = keys.source("vault:" + url() + "/eu/transit");
    byte[] wrapped = vault.find("alias/larder").wrap(KEY, CONTEXT);

    assertThat(vault.find("larder").unwrap(wrapped, CONTEXT)).isEqualTo(KEY);
    assertThat(keys.source("aws-kms:eu-west-1").find("alias/x").name())
        .isEqualTo("aws-kms:alias/x");
    assertThatThrownBy(() -> keys.source("none").find("x"))
        .isInstanceOf(KeyUnavailableException.class);
    assertThatThrownBy(() -> keys.source("ftp:x")).isInstanceOf(KeyUnavailableException.class);
  }

  @Test
  void whatNamesNoKeyIsRefused() {
    var keys = new MasterKeys(Map.of());

    for (String name :
        List.of(
            "",
            "x",
            "file:" + folder.resolve("none"),
            "env:NONE",
            "aws-kms:arn:aws:kms",
            "vault:http://host",
            "vault:http://host/key",
            "vault:http://host/transit/")) {
      assertThatThrownBy(() -> keys.find(name)).isInstanceOf(KeyUnavailableException.class);
    }
  }
}
