package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.proxy.net.tls.PemFiles;
import io.larder.proxy.net.tls.TestIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** HTTPS as the AWS SDK and the JDK's own client speak it, against a running server. */
final class TlsIT {
  private static final String TABLE = "Notes";
  private static final TestIdentity IDENTITY = TestIdentity.of("localhost", "RSA");
  private static final TestIdentity NEXT = TestIdentity.of("localhost", "EC");

  @TempDir Path folder;

  private Larder larder;

  @BeforeEach
  void start() {
    PemFiles files = IDENTITY.write(folder);
    larder =
        RunningLarder.inMemory(
            Map.of(
                "tls.certificate", files.certificate().toString(),
                "tls.private-key", files.privateKey().toString(),
                "tls.reload-interval", "10ms"));
  }

  @AfterEach
  void stop() {
    larder.close();
  }

  private int port() {
    return larder.httpsAddresses().getFirst().getPort();
  }

  private static DynamoDbClient sdk(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .httpClient(
            UrlConnectionHttpClient.builder()
                .tlsTrustManagersProvider(() -> TestIdentity.trust(IDENTITY))
                .build())
        .build();
  }

  private static Map<String, AttributeValue> note(String text) {
    return Map.of("id", fromS("a"), "text", fromS(text));
  }

  @Test
  void whatIsWrittenByHttpsIsReadByHttpAndTheOtherWay() {
    // Longer than a record, and than what is encoded on the event loop.
    String text = "note ".repeat(60_000);
    try (DynamoDbClient https = sdk(URI.create("https://localhost:" + port()));
        DynamoDbClient http =
            sdk(URI.create("http://localhost:" + larder.addresses().getFirst().getPort()))) {
      https.createTable(
          table ->
              table
                  .tableName(TABLE)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .keySchema(
                      KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                  .attributeDefinitions(
                      AttributeDefinition.builder()
                          .attributeName("id")
                          .attributeType(ScalarAttributeType.S)
                          .build()));
      https.waiter().waitUntilTableExists(table -> table.tableName(TABLE));

      https.putItem(put -> put.tableName(TABLE).item(note(text)));
      assertThat(read(http)).isEqualTo(note(text));
      http.putItem(put -> put.tableName(TABLE).item(note("short")));
      assertThat(read(https)).isEqualTo(note("short"));
    }
  }

  private static Map<String, AttributeValue> read(DynamoDbClient client) {
    return client.getItem(get -> get.tableName(TABLE).key(Map.of("id", fromS("a")))).item();
  }

  private int status(TestIdentity... trusted) throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(TestIdentity.client(trusted)).build()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + "/"))
                  .timeout(Duration.ofMinutes(1))
                  .build(),
              BodyHandlers.ofString())
          .statusCode();
    }
  }

  @Test
  void theClientOfTheJdkIsAnswered() throws Exception {
    assertThat(status(IDENTITY)).isEqualTo(200);
  }

  @Test
  void aNewCertificateIsShownWithoutARestart() throws Exception {
    assertThat(status(IDENTITY)).isEqualTo(200);

    NEXT.write(folder);

    await().ignoreExceptions().until(() -> status(NEXT) == 200);
    assertThatThrownBy(() -> status(IDENTITY)).isInstanceOf(SSLException.class);
  }

  @Test
  void aRefusalWhoseBodyStillComesEndsWithAGoodbye() throws IOException {
    try (var client =
        (SSLSocket)
            TestIdentity.client(IDENTITY).getSocketFactory().createSocket("localhost", port())) {
      client.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
      Sockets.send(client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 999999999999\r\n\r\nx");

      // Were the connection only cut off, this would be an exception.
      String answer = new String(client.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(answer).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void aDaxClientIsToldTheAddressThatItHasConnectedToByTls() throws IOException {
    int port = larder.daxsAddresses().getFirst().getPort();
    try (var client =
        (SSLSocket)
            TestIdentity.client(IDENTITY).getSocketFactory().createSocket("127.0.0.1", port)) {
      client.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
      var request = new CborWriter().writeInt(1).writeInt(DaxMethod.ENDPOINTS.id());
      client.getOutputStream().write(HexFormat.of().parseHex("674a37796e65354700f6a000"));
      client.getOutputStream().write(request.buffer(), 0, request.length());

      byte[] answer = client.getInputStream().readNBytes(32);

      assertThat(HexFormat.of().formatHex(answer))
          .startsWith("80")
          .contains("19%04x".formatted(port));
    }
  }
}
