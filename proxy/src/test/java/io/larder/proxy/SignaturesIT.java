package io.larder.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * A server that verifies signatures, over both protocols, with the key that its first start made.
 */
final class SignaturesIT {
  private static final String TABLE = "abc";
  private static final byte[] PRELUDE = HexFormat.of().parseHex("674a37796e65354700f6a000");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  @TempDir private static Path folder;

  private static Larder larder;
  private static AwsCredentials admin;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    Path file = folder.resolve("credentials");
    larder =
        RunningLarder.inMemory(
            Map.of(
                "authentication.mode",
                "sigv4",
                "audit.mode",
                "never",
                "iam.credentials-file",
                file.toString()));
    admin =
        ProfileCredentialsProvider.builder()
            .profileFile(
                ProfileFile.builder().content(file).type(ProfileFile.Type.CREDENTIALS).build())
            .build()
            .resolveCredentials();
    client = client(admin, Region.US_EAST_1);
    client.createTable(
        table ->
            table
                .tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("k")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("k").keyType(KeyType.HASH).build()));
    client.putItem(put -> put.tableName(TABLE).item(Map.of("k", fromS("1"))));
  }

  @AfterAll
  static void stop() {
    client.close();
    larder.close();
  }

  private static DynamoDbClient client(AwsCredentials credentials, Region region) {
    AwsCredentialsProvider provider = StaticCredentialsProvider.create(credentials);
    return DynamoDbClient.builder()
        .endpointOverride(URI.create(RunningLarder.url(larder)))
        .region(region)
        .credentialsProvider(provider)
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static String refusal(AwsCredentials credentials, Region region) {
    try (DynamoDbClient other = client(credentials, region)) {
      return catchThrowableOfType(
              DynamoDbException.class,
              () -> other.getItem(get -> get.tableName(TABLE).key(Map.of("k", fromS("1")))))
          .awsErrorDetails()
          .errorCode();
    }
  }

  @Test
  void theKeyOfTheFirstStartIsForItsOwnerAlone() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("credentials"))))
        .isEqualTo("rw-------");
  }

  @Test
  void whoHasTheSecretIsAnsweredFromStoreAndCache() {
    for (int i = 0; i < 3; i++) {
      assertThat(client.getItem(get -> get.tableName(TABLE).key(Map.of("k", fromS("1")))).item())
          .containsEntry("k", fromS("1"));
    }
  }

  @Test
  void nobodyElseIsNotEvenOnAHit() {
    client.getItem(get -> get.tableName(TABLE).key(Map.of("k", fromS("1"))));

    assertThat(refusal(AwsBasicCredentials.create("AKIASTRANGER", "x"), Region.US_EAST_1))
        .isEqualTo("UnrecognizedClientException");
    assertThat(refusal(AwsBasicCredentials.create(admin.accessKeyId(), "x"), Region.US_EAST_1))
        .isEqualTo("InvalidSignatureException");
    assertThat(refusal(admin, Region.EU_WEST_1)).isEqualTo("InvalidSignatureException");
  }

  @Test
  void aDaxConnectionIsVerifiedToo() throws Exception {
    String right = mac(TIME.format(Instant.now()), admin.secretAccessKey());
    String wrong = mac(TIME.format(Instant.now()), "x");

    assertThat(codesOfKeySchema(right)).isZero();
    assertThat(codesOfKeySchema(wrong)).isPositive();
  }

  /**
   * How many codes of an error a connection is answered that is signed so: none if it is let in.
   */
  private static int codesOfKeySchema(String signatureAndText) throws IOException {
    String signature = signatureAndText.substring(0, 64);
    String toSign = signatureAndText.substring(64);
    try (Socket socket = Sockets.connect(larder.daxAddresses().getFirst())) {
      socket.getOutputStream().write(PRELUDE);
      send(
          socket,
          DaxMethod.AUTHORIZE_CONNECTION,
          out ->
              out.writeText(admin.accessKeyId())
                  .writeText(signature)
                  .writeBytes(toSign.getBytes(UTF_8))
                  .writeNull()
                  .writeNull());
      send(socket, DaxMethod.DEFINE_KEY_SCHEMA, out -> out.writeBytes(TABLE.getBytes(UTF_8)));
      byte[] answer = new byte[1024];
      int length = socket.getInputStream().read(answer);
      assertThat(length).isPositive();
      return new CborReader(answer, 0, length).beginArray();
    }
  }

  private static void send(Socket socket, DaxMethod method, Consumer<CborWriter> arguments)
      throws IOException {
    var out = new CborWriter();
    out.writeInt(1).writeInt(method.id());
    arguments.accept(out);
    socket.getOutputStream().write(out.buffer(), 0, out.length());
  }

  /** The signature of a DAX connection and behind it the text that it is of. */
  private static String mac(String time, String secret) throws GeneralSecurityException {
    String canonical =
        "POST\n/\n\nhost:dax.amazonaws.com\nx-amz-date:%s\n\nhost;x-amz-date\n%s"
            .formatted(time, hash(""));
    String scope = time.substring(0, 8) + "/us-east-1/dax/aws4_request";
    String toSign = "AWS4-HMAC-SHA256\n%s\n%s\n%s".formatted(time, scope, hash(canonical));
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : scope.split("/")) {
      key = mac(key, part);
    }
    return HexFormat.of().formatHex(mac(key, toSign)) + toSign;
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(ISO_8859_1));
  }

  private static String hash(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1)));
  }
}
