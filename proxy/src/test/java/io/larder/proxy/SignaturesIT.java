package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.protocol.dax.DaxMethod;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * A server that verifies signatures, over both protocols, with the key that its first start made.
 */
final class SignaturesIT {
  private static final String TABLE = "abc";
  private static final List<Integer> UNKNOWN_CLIENT = List.of(4, 23, 31, 32);

  @TempDir private static Path folder;

  private static SecuredLarder server;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    server = new SecuredLarder(folder, Map.of());
    client = server.dynamoDb(server.admin());
    SecuredLarder.createTable(client, TABLE);
    client.putItem(put -> put.tableName(TABLE).item(Map.of("k", fromS("1"))));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String refusal(AwsCredentials credentials, Region region) {
    try (DynamoDbClient other =
        DynamoDbClient.builder()
            .endpointOverride(URI.create(RunningLarder.url(server.larder())))
            .region(region)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
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
    AwsCredentials admin = server.admin();
    client.getItem(get -> get.tableName(TABLE).key(Map.of("k", fromS("1"))));

    assertThat(refusal(AwsBasicCredentials.create("AKIASTRANGER", "x"), Region.US_EAST_1))
        .isEqualTo("UnrecognizedClientException");
    assertThat(refusal(AwsBasicCredentials.create(admin.accessKeyId(), "x"), Region.US_EAST_1))
        .isEqualTo("InvalidSignatureException");
    assertThat(refusal(admin, Region.EU_WEST_1)).isEqualTo("InvalidSignatureException");
  }

  @Test
  void aDaxConnectionIsVerifiedToo() throws IOException {
    AwsCredentials admin = server.admin();
    Instant now = Instant.now();

    assertThat(codesOfKeySchema(admin, now)).isEmpty();
    assertThat(codesOfKeySchema(AwsBasicCredentials.create(admin.accessKeyId(), "x"), now))
        .isEqualTo(UNKNOWN_CLIENT);
    assertThat(codesOfKeySchema(AwsBasicCredentials.create("AKIASTRANGER", "x"), now))
        .isEqualTo(UNKNOWN_CLIENT);
    assertThat(codesOfKeySchema(admin, now.minus(Duration.ofMinutes(10))))
        .isEqualTo(UNKNOWN_CLIENT);
  }

  /** Codes of the error that a connection is answered with that is signed so. */
  private static List<Integer> codesOfKeySchema(AwsCredentials caller, Instant moment)
      throws IOException {
    try (Socket socket = RawDax.connect(server.larder().daxAddresses().getFirst())) {
      RawDax.authorize(socket, caller, moment);
      return RawDax.call(
              socket, DaxMethod.DEFINE_KEY_SCHEMA, out -> out.writeBytes(TABLE.getBytes(UTF_8)))
          .codes();
    }
  }
}
