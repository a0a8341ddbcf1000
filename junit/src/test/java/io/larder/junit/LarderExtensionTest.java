package io.larder.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LarderExtension.class)
@TestMethodOrder(OrderAnnotation.class)
class LarderExtensionTest {
  @Test
  @Order(1)
  void aTestHasAServer(LarderServer larder) throws Exception {
    createTable(larder, "Orders", false);
    createTable(larder, "Kept", true);
    assertThat(tables(larder)).contains("Orders", "Kept");
    assertThat(larder.daxEndpoint()).hasValueSatisfying(uri -> assertThat(uri).hasScheme("dax"));
  }

  @Test
  @Order(2)
  void theNextTestFindsNoTables(LarderServer larder) throws Exception {
    assertThat(tables(larder)).isEqualTo("{\"TableNames\":[]}");
  }

  @Nested
  class Inside {
    @Test
    void testsOfAnInnerClassHaveTheSameServer(LarderServer inner) throws Exception {
      assertThat(tables(inner)).isEqualTo("{\"TableNames\":[]}");
    }
  }

  @Test
  void serversInOneProcessDoNotKnowEachOther(LarderServer larder) throws Exception {
    try (LarderServer other = LarderServer.inMemory(Map.of("dax.port", "none"))) {
      createTable(other, "Orders", false);
      assertThat(tables(larder)).doesNotContain("Orders");
      assertThat(other.daxEndpoint()).isEmpty();
      assertThat(other.adminEndpoint()).isNotEqualTo(larder.adminEndpoint());
    }
  }

  @Test
  void aClosedServerIsGone() throws Exception {
    LarderServer closed = LarderServer.inMemory();
    closed.close();
    assertThatThrownBy(() -> tables(closed)).isInstanceOf(IOException.class);
  }

  @Test
  void aSettingThatIsNoneIsRefused() {
    assertThatThrownBy(() -> LarderServer.inMemory(Map.of("cache.item-tll", "1s")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cache.item-tll");
  }

  private static void createTable(LarderServer larder, String name, boolean isProtected)
      throws Exception {
    call(
        larder,
        "CreateTable",
        """
        {"TableName": "%s", "BillingMode": "PAY_PER_REQUEST", "DeletionProtectionEnabled": %s,
         "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
         "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
        """
            .formatted(name, isProtected));
  }

  private static String tables(LarderServer larder) throws Exception {
    return call(larder, "ListTables", "{}");
  }

  private static String call(LarderServer larder, String operation, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(larder.endpoint())
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("X-Amz-Date", "20260101T000000Z")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host;x-amz-date;x-amz-target, Signature="
                    + "0".repeat(64))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
