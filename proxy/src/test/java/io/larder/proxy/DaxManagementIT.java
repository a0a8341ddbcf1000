package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static io.larder.proxy.SecuredLarder.allow;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.DaxMethod;
import io.larder.proxy.ManagementClient.Answer;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** The management API of DAX on the admin port. */
final class DaxManagementIT {
  private static final String ROLE = "arn:aws:iam::000000000000:role/dax";
  private static final String ARN = "arn:aws:dax:us-east-1:000000000000:cache/";
  private static final String CREATE =
      "{'ClusterName':'Music','NodeType':'dax.r5.large','ReplicationFactor':1,'IamRoleArn':'"
          + ROLE
          + "'%s}";
  private static final String MUSIC = "{'ClusterName':'music'}";
  private static final String TABLE =
      """
      {'TableName':'abc','BillingMode':'PAY_PER_REQUEST',
       'KeySchema':[{'AttributeName':'k','KeyType':'HASH'}],
       'AttributeDefinitions':[{'AttributeName':'k','AttributeType':'S'}]}
      """;
  private static final String GET = "{'TableName':'abc','Key':{'k':{'S':'1'}}}";
  private static final String SCAN = "{'TableName':'abc'}";

  @TempDir private Path folder;

  private final ManagementClient client = new ManagementClient(HttpClient.newHttpClient());
  private Larder server;

  @BeforeEach
  void start() {
    server = RunningLarder.inMemory(Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
    client.client().close();
  }

  private Answer call(String operation, String body) {
    return client.call(server, operation, body);
  }

  private void makeItem() {
    client.dynamoDb(server, "CreateTable", TABLE);
    client.dynamoDb(server, "PutItem", "{'TableName':'abc','Item':{'k':{'S':'1'}}}");
    client.dynamoDb(server, "Scan", SCAN);
    assertThat(client.isHit(server, "GetItem", GET)).isTrue();
    assertThat(client.isHit(server, "Scan", SCAN)).isTrue();
  }

  private void makeGroup(String name, long recordTtl, long queryTtl) {
    call("CreateParameterGroup", "{'ParameterGroupName':'" + name + "'}");
    assertThat(
            call(
                    "UpdateParameterGroup",
                    """
                    {'ParameterGroupName':'%s','ParameterNameValues':[
                     {'ParameterName':'record-ttl-millis','ParameterValue':'%d'},
                     {'ParameterName':'query-ttl-millis','ParameterValue':'%d'}]}
                    """
                        .formatted(name, recordTtl, queryTtl))
                .status())
        .isEqualTo(200);
  }

  @Test
  void theServerIsAClusterThatNobodyHasMade() {
    Json cluster = call("DescribeClusters", "{}").json().get("Clusters").elements().getFirst();

    int port = server.daxAddresses().getFirst().getPort();
    assertThat(cluster.get("ClusterName").asString()).isEqualTo("larder");
    assertThat(cluster.get("ClusterArn").asString()).isEqualTo(ARN + "larder");
    assertThat(cluster.get("Status").asString()).isEqualTo("available");
    assertThat(cluster.at("/ClusterDiscoveryEndpoint/URL").asString())
        .isEqualTo("dax://127.0.0.1:" + port);
    assertThat(cluster.get("Nodes").elements())
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node.get("NodeId").asString()).isEqualTo("larder-a");
              assertThat(node.get("NodeStatus").asString()).isEqualTo("available");
              assertThat(node.at("/Endpoint/Port").asString()).isEqualTo("" + port);
            });
    assertThat(call("DeleteCluster", "{'ClusterName':'larder'}").error())
        .startsWith("400 InvalidClusterStateFault: ");
  }

  @Test
  void aClusterIsMadeReachedChangedAndDeleted() throws Exception {
    Answer made = call("CreateCluster", CREATE.formatted(",'Tags':[{'Key':'a','Value':'b'}]"));
    assertThat(made.text("/Cluster/Status")).isEqualTo("creating");
    assertThat(made.text("/Cluster/ClusterName")).isEqualTo("music");

    Json cluster =
        call("DescribeClusters", "{'ClusterNames':['Music']}")
            .json()
            .get("Clusters")
            .elements()
            .getFirst();
    assertThat(cluster.get("Status").asString()).isEqualTo("available");
    assertThat(cluster.get("IamRoleArn").asString()).isEqualTo(ROLE);
    assertThat(cluster.get("SubnetGroup").asString()).isEqualTo("default");
    Json endpoint = cluster.get("ClusterDiscoveryEndpoint");
    try (Socket socket =
        RawDax.connect(
            new InetSocketAddress(
                endpoint.get("Address").asString(),
                Integer.parseInt(endpoint.get("Port").asString())))) {
      assertThat(RawDax.call(socket, DaxMethod.ENDPOINTS, _ -> {}).codes()).isEmpty();
    }

    assertThat(
            call("UpdateCluster", "{'ClusterName':'music','Description':'Songs'}")
                .text("/Cluster/Description"))
        .isEqualTo("Songs");
    assertThat(
            call("ListTags", "{'ResourceName':'" + ARN + "music'}")
                .json()
                .get("Tags")
                .elements()
                .getFirst()
                .get("Value")
                .asString())
        .isEqualTo("b");
    assertThat(call("DeleteCluster", MUSIC).text("/Cluster/Status")).isEqualTo("deleting");
    assertThat(call("DescribeClusters", "{'ClusterNames':['music']}").error())
        .isEqualTo("400 ClusterNotFoundFault: Cluster music not found.");
    assertThat(
            call("DescribeEvents", "{'SourceName':'music','SourceType':'CLUSTER'}")
                .json()
                .get("Events")
                .elements())
        .extracting(event -> event.get("Message").asString())
        .containsExactly("Cluster deleted.", "Cluster created.");
  }

  @Test
  void theParameterGroupOfAClusterSetsHowLongEntriesLive() {
    // Given
    makeItem();
    makeGroup("brief", 1, 0);
    assertThat(client.isHit(server, "Scan", SCAN)).isTrue();

    // When
    call("CreateCluster", CREATE.formatted(",'ParameterGroupName':'brief'"));

    // Then
    assertThat(client.isHit(server, "Scan", SCAN)).isFalse();
    assertThat(client.isHit(server, "Scan", SCAN)).isFalse();
    await().until(() -> !client.isHit(server, "GetItem", GET));

    // When it is another one
    makeGroup("long", 0, 3_600_000);
    call("UpdateCluster", "{'ClusterName':'music','ParameterGroupName':'long'}");
    client.dynamoDb(server, "GetItem", GET);
    client.dynamoDb(server, "Scan", SCAN);

    // Then
    assertThat(client.isHit(server, "GetItem", GET)).isTrue();
    assertThat(client.isHit(server, "Scan", SCAN)).isTrue();

    // When the group in use is changed
    makeGroup("long", 0, 0);

    // Then
    assertThat(client.isHit(server, "Scan", SCAN)).isFalse();
    assertThat(call("DeleteParameterGroup", "{'ParameterGroupName':'long'}").error())
        .isEqualTo(
            "400 InvalidParameterGroupStateFault:"
                + " Parameter group long is in use by cluster music.");

    // When nobody uses it any more
    call("DeleteCluster", MUSIC);
    client.dynamoDb(server, "Scan", SCAN);

    // Then
    assertThat(client.isHit(server, "Scan", SCAN)).isTrue();
    assertThat(
            call("DeleteParameterGroup", "{'ParameterGroupName':'long'}").text("/DeletionMessage"))
        .isEqualTo("Parameter group long has been deleted.");
  }

  @Test
  void theDefaultGroupShowsWhatTheServerIsConfiguredWith() {
    try (Larder other =
        RunningLarder.inMemory(Map.of("cache.item-ttl", "7s", "cache.query-ttl", "1m"))) {
      assertThat(
              client
                  .call(other, "DescribeParameters", "{'ParameterGroupName':'default.dax1.0'}")
                  .json()
                  .get("Parameters")
                  .elements())
          .extracting(
              parameter ->
                  parameter.get("ParameterName").asString()
                      + " "
                      + parameter.get("ParameterValue").asString())
          .containsExactly("query-ttl-millis 60000", "record-ttl-millis 7000");
    }
    assertThat(
            call(
                    "UpdateParameterGroup",
                    """
                    {'ParameterGroupName':'default.dax1.0','ParameterNameValues':[
                     {'ParameterName':'record-ttl-millis','ParameterValue':'1'}]}
                    """)
                .error())
        .startsWith("400 InvalidParameterGroupStateFault: ");
  }

  @Test
  void aNodeThatRebootsForgetsWhatItsCachesHold() {
    makeItem();

    Answer answer = call("RebootNode", "{'ClusterName':'larder','NodeId':'larder-a'}");

    assertThat(answer.json().at("/Cluster/Nodes").elements().getFirst().get("NodeStatus"))
        .isEqualTo(new Json("rebooting"));
    // The item is asked for only where it was not there.
    await().until(() -> !client.isHit(server, "Scan", SCAN));
  }

  @Test
  void whatWasMadeIsThereAfterARestart() throws Exception {
    Larder first = durable();
    try (first) {
      client.call(first, "CreateParameterGroup", "{'ParameterGroupName':'never'}");
      client.call(
          first,
          "UpdateParameterGroup",
          """
          {'ParameterGroupName':'never','ParameterNameValues':[
           {'ParameterName':'query-ttl-millis','ParameterValue':'0'}]}
          """);
      client.call(first, "CreateCluster", CREATE.formatted(",'ParameterGroupName':'never'"));
      client.dynamoDb(first, "CreateTable", TABLE);
    }
    try (Larder second = durable()) {
      client.dynamoDb(second, "Scan", SCAN);

      assertThat(client.isHit(second, "Scan", SCAN)).isFalse();
      assertThat(client.call(second, "DescribeClusters", "{}").json().get("Clusters").elements())
          .extracting(cluster -> cluster.get("ClusterName").asString())
          .containsExactly("larder", "music");
      // Nobody sees where it is kept.
      assertThat(client.dynamoDb(second, "ListTables", "{}").body())
          .isEqualTo("{\"TableNames\":[\"abc\"]}");
    }
  }

  private Larder durable() throws StartupException {
    Configuration configuration =
        new ConfigurationSources(
                null,
                Map.of(),
                Map.of(
                    "listen.port", "0",
                    "dax.port", "0",
                    "admin.port", "0",
                    "store.data-dir", folder.resolve("data").toString(),
                    "store.map-size", "1 GB"))
            .load();
    return Wiring.start(configuration, StoreWiring.open(configuration));
  }

  @Test
  void beforeAnUpstreamItIsKeptThere() {
    try (Larder front = RunningLarder.before(server, Map.of())) {
      client.call(front, "CreateCluster", CREATE.formatted(""));
    }
    try (Larder front = RunningLarder.before(server, Map.of())) {
      assertThat(client.call(front, "DescribeClusters", "{'ClusterNames':['music']}").status())
          .isEqualTo(200);
      assertThat(client.call(front, "CreateCluster", CREATE.formatted("")).error())
          .isEqualTo("400 ClusterAlreadyExistsFault: Cluster music already exists.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "Nonsense | {} | UnknownOperationException",
        "DescribeClusters | [] | SerializationException",
        "DescribeClusters | {'ClusterNames':'music'} | SerializationException",
        "DescribeClusters | {'NextToken':'\\ud800'} | SerializationException",
        "DescribeClusters | {'MaxResults':1e999999999} | SerializationException",
        "DescribeClusters | {'MaxResults':99999999999} | SerializationException",
        "DescribeClusters | {'ClusterNames':['larder'],'ClusterNames':[]} | SerializationException",
        "DescribeEvents | {'StartTime':'today'} | SerializationException",
        "DescribeClusters | {'MaxResults':19} | InvalidParameterValueException",
        "DescribeClusters | {'NextToken':'%'} | InvalidParameterValueException",
        "CreateCluster | {} | InvalidParameterValueException",
        "CreateCluster | {'ClusterName':'a--b','NodeType':'dax.r5.large','ReplicationFactor':1,"
            + "'IamRoleArn':'arn:aws:iam::000000000000:role/dax'} | InvalidParameterValueException",
        "CreateCluster | {'ClusterName':'a','NodeType':'dax.r5.large','ReplicationFactor':3,"
            + "'IamRoleArn':'arn:aws:iam::000000000000:role/dax'}"
            + " | InsufficientClusterCapacityFault",
        "CreateCluster | {'ClusterName':'a','NodeType':'dax.r5.large','ReplicationFactor':12,"
            + "'IamRoleArn':'arn:aws:iam::000000000000:role/dax'}"
            + " | NodeQuotaForClusterExceededFault",
        "CreateCluster | {'ClusterName':'a','NodeType':'dax.r5.large','ReplicationFactor':1,"
            + "'IamRoleArn':'arn:aws:iam::000000000000:role/dax',"
            + "'ClusterEndpointEncryptionType':'TLS'} | InvalidParameterCombinationException",
        "CreateCluster | {'ClusterName':'a','NodeType':'dax.r5.large','ReplicationFactor':1,"
            + "'IamRoleArn':'arn:aws:iam::000000000000:role/dax','SubnetGroupName':'b'}"
            + " | SubnetGroupNotFoundFault",
        "CreateCluster | {'ClusterName':'a','NodeType':'dax.r5.large','ReplicationFactor':1,"
            + "'IamRoleArn':'arn:aws:iam::000000000000:role/dax','ParameterGroupName':'b'}"
            + " | ParameterGroupNotFoundFault",
        "CreateCluster | {'ClusterName':'larder','NodeType':'dax.r5.large','ReplicationFactor':1,"
            + "'IamRoleArn':'arn:aws:iam::000000000000:role/dax'} | ClusterAlreadyExistsFault",
        "UpdateCluster | {'ClusterName':'a'} | ClusterNotFoundFault",
        "RebootNode | {'ClusterName':'larder','NodeId':'larder-b'} | NodeNotFoundFault",
        "IncreaseReplicationFactor | {'ClusterName':'larder','NewReplicationFactor':2}"
            + " | InvalidClusterStateFault",
        "ListTags | {'ResourceName':'music'} | InvalidARNFault",
        "ListTags | {'ResourceName':'arn:aws:dax:us-east-1:000000000000:cache/a'}"
            + " | ClusterNotFoundFault",
        "UntagResource | {'ResourceName':'arn:aws:dax:us-east-1:000000000000:cache/larder',"
            + "'TagKeys':['a']} | TagNotFoundFault",
        "DescribeParameters | {'ParameterGroupName':'a'} | ParameterGroupNotFoundFault",
        "CreateParameterGroup | {'ParameterGroupName':'default.dax1.0'}"
            + " | ParameterGroupAlreadyExistsFault",
        "CreateSubnetGroup | {'SubnetGroupName':'a','SubnetIds':['b']} | InvalidSubnet",
        "UpdateSubnetGroup | {'SubnetGroupName':'a'} | SubnetGroupNotFoundFault",
        "DeleteSubnetGroup | {'SubnetGroupName':'default'} | SubnetGroupInUseFault",
        "DescribeEvents | {'SourceType':'NODE'} | InvalidParameterValueException",
        "DescribeEvents | {'StartTime':1,'Duration':1} | InvalidParameterCombinationException",
      })
  void whatIsWrongIsRefusedByItsName(String operation, String body, String error) {
    Answer answer = call(operation, body);

    assertThat(answer.error()).startsWith("400 " + error + ":");
  }

  @Test
  void subnetGroupsAreKeptAndShown() {
    assertThat(
            call(
                    "CreateSubnetGroup",
                    "{'SubnetGroupName':'net','SubnetIds':['subnet-1','subnet-2']}")
                .json()
                .at("/SubnetGroup/Subnets")
                .elements())
        .extracting(subnet -> subnet.get("SubnetIdentifier").asString())
        .containsExactly("subnet-1", "subnet-2");
    call("CreateCluster", CREATE.formatted(",'SubnetGroupName':'net'"));

    assertThat(call("DeleteSubnetGroup", "{'SubnetGroupName':'net'}").error())
        .startsWith("400 SubnetGroupInUseFault: ");
    call("DeleteCluster", MUSIC);
    assertThat(call("DeleteSubnetGroup", "{'SubnetGroupName':'net'}").text("/DeletionMessage"))
        .isEqualTo("Subnet group net has been deleted.");
  }

  @Test
  void eventsAreToldInPagesAndGroupsUpToTheirQuota() {
    for (int i = 0; i < 20; i++) {
      assertThat(call("CreateParameterGroup", "{'ParameterGroupName':'g" + i + "'}").status())
          .isEqualTo(200);
    }
    assertThat(call("CreateParameterGroup", "{'ParameterGroupName':'g20'}").error())
        .startsWith("400 ParameterGroupQuotaExceededFault: ");
    call("DeleteParameterGroup", "{'ParameterGroupName':'g0'}");

    Answer first = call("DescribeEvents", "{'MaxResults':20}");
    Answer second =
        call("DescribeEvents", "{'MaxResults':20,'NextToken':'" + first.text("/NextToken") + "'}");

    assertThat(first.json().get("Events").elements()).hasSize(20);
    assertThat(second.json().get("Events").elements())
        .singleElement()
        .satisfies(event -> assertThat(event.get("SourceName").asString()).isEqualTo("g0"));
    assertThat(second.text("/NextToken")).isEmpty();
  }

  @Test
  void aCallNeedsHeadersThatNoWebPageSendsUnasked() {
    assertThat(client.status(server, "POST", Map.of("Content-Type", "text/plain"))).isEqualTo(400);
    assertThat(
            client.status(
                server,
                "POST",
                Map.of(
                    "Content-Type", "text/plain", "X-Amz-Target", "AmazonDAXV3.DescribeClusters")))
        .isEqualTo(400);
    assertThat(client.status(server, "OPTIONS", Map.of("Origin", "http://example.com")))
        .isEqualTo(403);
    assertThat(call("DescribeClusters", "{}").status()).isEqualTo(200);
  }

  @Test
  void aRequestThatIsTooLongIsRefused() {
    assertThat(
            client.status(
                server,
                "POST",
                Map.of(
                    "Content-Type",
                    "application/x-amz-json-1.1",
                    "X-Amz-Target",
                    "AmazonDAXV3.DescribeClusters"),
                " ".repeat(1024 * 1024) + "{}"))
        .isEqualTo(413);
  }

  @Test
  void policiesSayWhoMayDoWhatToWhichCluster() {
    try (SecuredLarder secured = new SecuredLarder(folder, Map.of())) {
      AwsCredentials operator = secured.create("operator");
      secured.permit(
          "operator",
          allow("dax:CreateCluster dax:DescribeClusters", ARN + "music"),
          allow("dax:DescribeEvents", "*"));
      Larder larder = secured.larder();

      assertThat(client.call(larder, "CreateCluster", CREATE.formatted(""), operator, "dax"))
          .satisfies(answer -> assertThat(answer.status()).isEqualTo(200));
      for (String body : List.of("{}", "{'ClusterNames':['music','larder']}")) {
        assertThat(client.call(larder, "DescribeClusters", body, operator, "dax").error())
            .startsWith("400 AccessDeniedException: ")
            .contains("is not authorized to perform: dax:DescribeClusters on resource: ");
      }
      assertThat(
              client
                  .call(larder, "DescribeClusters", "{'ClusterNames':['music']}", operator, "dax")
                  .status())
          .isEqualTo(200);
      assertThat(client.call(larder, "DeleteCluster", MUSIC, operator, "dax").error())
          .startsWith("400 AccessDeniedException: ");
      assertThat(client.call(larder, "DescribeEvents", "{}", operator, "dax").status())
          .isEqualTo(200);
      assertThat(client.call(larder, "DescribeEvents", "{}", operator, "dynamodb").status())
          .isEqualTo(400);
      assertThat(client.call(larder, "DescribeEvents", "{}").error())
          .startsWith("400 MissingAuthenticationTokenException: ");
    }
  }
}
