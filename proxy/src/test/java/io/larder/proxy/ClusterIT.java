package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Three nodes before one upstream, all of them in this process. */
final class ClusterIT {
  private static final String CREATE =
      """
      {"TableName":"abc","BillingMode":"PAY_PER_REQUEST",\
      "KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],\
      "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}]}\
      """;
  private static final String SCAN = "{'TableName':'abc'}";
  private static final String GET = "{\"TableName\":\"abc\",\"Key\":{\"k\":{\"S\":\"1\"}}}";

  private final Larder upstream = RunningLarder.inMemory(Map.of());
  private final List<Larder> nodes = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    for (int i = 0; i < 3; i++) {
      nodes.add(RunningLarder.before(upstream, NODE));
    }
    nodes.forEach(node -> await().until(() -> admin(node, "/readyz").statusCode() == 200));
    nodes.forEach(
        node ->
            await()
                .until(() -> admin(node, "/admin/cluster").body().contains("\"state\":\"SERVING")));
  }

  @AfterEach
  void stop() {
    nodes.forEach(Larder::close);
    upstream.close();
    client.close();
  }

  // Short, for a node answers from memory only when both times are over.
  private static final Map<String, String> NODE =
      Map.of(
          "upstream.writers",
          "exclusive",
          "upstream.write-timeout",
          "1s",
          "upstream.quiet-time",
          "1s",
          "cluster.enabled",
          "true",
          "cluster.port",
          "0",
          "cluster.lease",
          "2s",
          "cluster.answer-time",
          "1s");

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static URI uri(InetSocketAddress address, String path) {
    return URI.create("http://127.0.0.1:" + address.getPort() + path);
  }

  private HttpResponse<String> admin(Larder node, String path) {
    return send(HttpRequest.newBuilder(uri(node.adminAddresses().getFirst(), path)).build());
  }

  private HttpResponse<String> call(Larder node, String operation, String body) {
    return send(
        HttpRequest.newBuilder(uri(node.addresses().getFirst(), "/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("X-Amz-Date", "20260101T000000Z")
            .header("Authorization", "AWS4-HMAC-SHA256 Credential=k, SignedHeaders=h, Signature=s")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** Writes until it is done: a machine that is slow may hold up a lease. */
  private void put(Larder node, int value) {
    String body =
        "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"1\"},\"v\":{\"N\":\"%d\"}}}"
            .formatted(value);
    await().until(() -> call(node, "PutItem", body).statusCode() == 200);
  }

  private static boolean isHit(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-larder-cache").equals(Optional.of("HIT"));
  }

  @Test
  void whatIsWrittenAtOneNodeIsReadAtAllOfThemAtOnce() {
    // Given
    await().until(() -> call(nodes.getFirst(), "CreateTable", CREATE).statusCode() == 200);

    for (int value = 1; value <= 6; value++) {
      // When
      put(nodes.get(value % nodes.size()), value);

      // Then
      for (Larder node : nodes) {
        assertThat(call(node, "GetItem", GET).body()).contains("\"v\":{\"N\":\"" + value + "\"}");
        // Given that all answer the next time from memory, were it not for the next write
        await().until(() -> isHit(call(node, "GetItem", GET)));
      }
    }
  }

  @Test
  void everyNodeTellsOfAll() {
    // When
    Map<String, List<String>> told = new HashMap<>();
    for (Larder node : nodes) {
      told.computeIfAbsent(
              send(HttpRequest.newBuilder(uri(node.addresses().getFirst(), "/localnodes")).build())
                  .body(),
              _ -> new ArrayList<>())
          .add(status(node));
    }

    // Then
    assertThat(told).containsOnlyKeys("[\"127.0.0.1\"]");
    assertThat(told.values().iterator().next())
        .allSatisfy(
            status ->
                assertThat(status.lines().filter(line -> line.startsWith("member"))).hasSize(3));
    assertThat(admin(nodes.getFirst(), "/metrics").body()).contains("larder_cluster_members 3.0");
  }

  @Test
  void anyNodeManagesAllOfThemAsADaxCluster() {
    // Given
    var management = new ManagementClient(client);
    String group =
        """
        {'ParameterGroupName':'never','ParameterNameValues':[
         {'ParameterName':'query-ttl-millis','ParameterValue':'0'}]}
        """;
    await().until(() -> call(nodes.getFirst(), "CreateTable", CREATE).statusCode() == 200);
    await().until(() -> management.isHit(nodes.getLast(), "Scan", SCAN));

    // When
    management.call(nodes.get(0), "CreateParameterGroup", group);
    management.call(nodes.get(1), "UpdateParameterGroup", group);
    management.call(
        nodes.get(2),
        "CreateCluster",
        """
        {'ClusterName':'music','NodeType':'dax.r5.large','ReplicationFactor':3,
         'IamRoleArn':'arn:aws:iam::000000000000:role/dax','ParameterGroupName':'never'}
        """);

    // Then
    List<Json> clusters =
        management
            .call(nodes.getFirst(), "DescribeClusters", "{}")
            .json()
            .get("Clusters")
            .elements();
    assertThat(clusters)
        .extracting(
            cluster -> cluster.get("ClusterName").asString(),
            cluster -> cluster.get("ActiveNodes").asString())
        .containsExactly(tuple("larder", "3"), tuple("music", "3"));
    assertThat(clusters.getLast().get("Nodes").elements())
        .extracting(node -> node.get("NodeStatus").asString())
        .containsExactly("available", "available", "available");
    for (Larder node : nodes) {
      await().until(() -> !management.isHit(node, "Scan", SCAN));
    }
    assertThat(
            management
                .call(
                    nodes.getFirst(),
                    "DecreaseReplicationFactor",
                    "{'ClusterName':'music','NewReplicationFactor':2,'NodeIdsToRemove':['music-b']}")
                .status())
        .isEqualTo(200);
    assertThat(
            management
                .call(nodes.getLast(), "DescribeClusters", "{'ClusterNames':['music']}")
                .json()
                .get("Clusters")
                .elements()
                .getFirst()
                .get("Nodes")
                .elements())
        .extracting(node -> node.get("NodeId").asString())
        .containsExactly("music-a", "music-c");

    // Given
    put(nodes.getFirst(), 1);
    await().until(() -> isHit(call(nodes.getLast(), "GetItem", GET)));

    // When
    for (String node : List.of("larder-a", "larder-b", "larder-c")) {
      assertThat(
              management
                  .call(
                      nodes.getFirst(),
                      "RebootNode",
                      "{'ClusterName':'larder','NodeId':'" + node + "'}")
                  .status())
          .isEqualTo(200);
    }

    // Then
    await().until(() -> !isHit(call(nodes.getLast(), "GetItem", GET)));
  }

  private static String status(Larder node) {
    var out = new StringWriter();
    var command = new CommandLine(new ClusterCommand()).setOut(new PrintWriter(out));
    int port = node.adminAddresses().getFirst().getPort();
    assertThat(command.execute("status", "--admin", "127.0.0.1:" + port)).isZero();
    return out.toString();
  }

  @Test
  void whoLeavesIsNotWaitedFor() {
    // Given
    await().until(() -> call(nodes.getFirst(), "CreateTable", CREATE).statusCode() == 200);

    // When
    nodes.removeFirst().close();

    // Then
    put(nodes.getFirst(), 1);
    assertThat(call(nodes.getLast(), "GetItem", GET).body()).contains("\"v\":{\"N\":\"1\"}");
    nodes.forEach(
        node ->
            await()
                .until(() -> admin(node, "/metrics").body().contains("larder_cluster_members 2")));
  }
}
