package io.larder.proxy.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.admin.JsonApi;
import io.larder.proxy.manage.state.HoldingsStore;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Header;
import io.larder.security.auth.Network;
import io.larder.security.auth.RequestContext;
import io.larder.security.auth.SignedRequest;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.upstream.ControlTable;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DaxApiTest {
  private static final List<String> OPERATIONS =
      List.of(
          "CreateCluster",
          "CreateParameterGroup",
          "CreateSubnetGroup",
          "DecreaseReplicationFactor",
          "DeleteCluster",
          "DeleteParameterGroup",
          "DeleteSubnetGroup",
          "DescribeClusters",
          "DescribeDefaultParameters",
          "DescribeEvents",
          "DescribeParameterGroups",
          "DescribeParameters",
          "DescribeSubnetGroups",
          "IncreaseReplicationFactor",
          "ListTags",
          "RebootNode",
          "TagResource",
          "UntagResource",
          "UpdateCluster",
          "UpdateParameterGroup",
          "UpdateSubnetGroup");

  private static final List<String> MEMBERS =
      List.of(
          "'ClusterName':'a'",
          "'ClusterName':'larder'",
          "'ClusterNames':['a','larder']",
          "'NodeType':'dax.r5.large'",
          "'ReplicationFactor':1",
          "'ReplicationFactor':3",
          "'NewReplicationFactor':2",
          "'NewReplicationFactor':1",
          "'NodeIdsToRemove':['a-b']",
          "'NodeId':'a-a'",
          "'IamRoleArn':'arn:aws:iam::000000000000:role/dax'",
          "'Description':'\\u00e9'",
          "'AvailabilityZones':['x']",
          "'SubnetGroupName':'net'",
          "'SubnetGroupNames':['net']",
          "'SubnetIds':['subnet-1']",
          "'SecurityGroupIds':['sg-1']",
          "'PreferredMaintenanceWindow':'Sun:01:00-sun:02:00'",
          "'NotificationTopicArn':'arn:aws:sns:us-east-1:000000000000:x'",
          "'NotificationTopicStatus':'inactive'",
          "'ParameterGroupName':'g'",
          "'ParameterGroupName':'default.dax1.0'",
          "'ParameterGroupNames':['g']",
          "'ParameterNameValues':[{'ParameterName':'query-ttl-millis','ParameterValue':'0'}]",
          "'Source':'user'",
          "'SourceName':'a'",
          "'SourceType':'CLUSTER'",
          "'StartTime':0",
          "'EndTime':1.5e9",
          "'Duration':60",
          "'MaxResults':20",
          "'NextToken':'YQ=='",
          "'ResourceName':'arn:aws:dax:us-east-1:000000000000:cache/a'",
          "'Tags':[{'Key':'k','Value':'v'}]",
          "'TagKeys':['k']",
          "'SSESpecification':{'Enabled':true}",
          "'ClusterEndpointEncryptionType':'TLS'",
          "'NetworkType':'ipv4'");

  private static final List<String> VALUES =
      List.of("null", "{}", "[]", "[null]", "[{}]", "''", "-1", "1e400", "true", "'%'", "9e99");

  private final TableStore tables = LmdbTableStore.open(LmdbOptions.inMemory());
  private final AtomicInteger cleared = new AtomicInteger();
  private List<Host.Node> nodes = List.of(new Host.Node(1, null));
  private DaxApi api = api("larder", 9111);

  private DaxApi api(String cluster, @Nullable Integer tlsPort) {
    InstantSource clock = InstantSource.system();
    return new DaxApi(
        new Host(
            new Host.Identity(cluster, "us-east-1", "000000000000"),
            new Host.Ports(8111, tlsPort, InetAddress.getLoopbackAddress()),
            () -> nodes,
            true,
            Instant.EPOCH),
        ManagementAccess.everyone(),
        new HoldingsStore(tables, "own", () -> ControlTable.ensure(tables, "own")),
        new AppliedHoldings(
            new CacheTimes(Duration.ofMinutes(5), Duration.ofMinutes(5)),
            new CacheTimes.Caches() {
              @Override
              public void expireAfter(CacheTimes times) {}

              @Override
              public void clear() {
                cleared.incrementAndGet();
              }
            },
            () -> 1),
        new ManagementAudit(AuditTrail.none(), clock),
        clock,
        UUID::randomUUID);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  /** A request by nobody in particular. */
  private record Asked(String target) implements SignedRequest, RequestContext {
    @Override
    public String method() {
      return "POST";
    }

    @Override
    public String path() {
      return "/";
    }

    @Override
    public String query() {
      return "";
    }

    @Override
    public @Nullable String header(String name) {
      return switch (name) {
        case "x-amz-target" -> target;
        case "content-type" -> "application/x-amz-json-1.1";
        default -> null;
      };
    }

    @Override
    public List<Header> allHeaders() {
      return List.of();
    }

    @Override
    public void digestBody(MessageDigest digest) {}

    @Override
    public @Nullable InetAddress sourceAddress() {
      return null;
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public @Nullable Tls tls() {
      return null;
    }

    @Override
    public boolean isDax() {
      return false;
    }

    @Override
    public Network network() {
      return new Network("admin", null, null);
    }

    @Override
    public @Nullable String userAgent() {
      return null;
    }

    @Override
    public @Nullable String referer() {
      return null;
    }
  }

  private JsonApi.Answer call(String operation, String body) {
    var asked = new Asked("AmazonDAXV3." + operation);
    return api.answer(new JsonApi.Call(asked, asked, body.replace('\'', '"'), null));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsSentIsAnsweredOrRefusedAndIsNoDefect(long seed) {
    var random = new Random(seed);
    int done = 0;
    for (int i = 0; i < 1_000; i++) {
      String operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
      var body = new StringBuilder("{");
      for (String member : MEMBERS) {
        if (random.nextInt(3) > 0 && body.indexOf(name(member)) < 0) {
          body.append(body.length() == 1 ? "" : ",")
              .append(
                  random.nextInt(60) > 0
                      ? member
                      : name(member) + VALUES.get(random.nextInt(VALUES.size())));
        }
      }
      body.append('}');
      nodes =
          random.nextBoolean()
              ? List.of(new Host.Node(1, null))
              : List.of(new Host.Node(1, null), new Host.Node(2, null), new Host.Node(3, null));

      JsonApi.Answer answer = call(operation, body.toString());

      assertThat(answer.status()).as("%s %s: %s", operation, body, answer.body()).isIn(200, 400);
      done += answer.status() == 200 ? 1 : 0;
    }
    assertThat(done).isGreaterThan(100);
  }

  private static String name(String member) {
    return member.substring(0, member.indexOf(':') + 1);
  }

  @Test
  void aNodeWhoseServerHasGoneHasAnEndpointAllTheSame() {
    nodes = List.of(new Host.Node(1, null), new Host.Node(2, null), new Host.Node(3, null));
    call(
        "CreateCluster",
        """
        {'ClusterName':'a','NodeType':'dax.r5.large','ReplicationFactor':3,
         'IamRoleArn':'arn:aws:iam::000000000000:role/dax'}
        """);
    nodes = List.of(new Host.Node(1, null));

    String told = call("DescribeClusters", "{'ClusterNames':['a']}").body();

    assertThat(told).contains("\"TotalNodes\":3,\"ActiveNodes\":1,").doesNotContain("null");
    assertThat(told.split("\"NodeStatus\":\"unavailable\"", -1)).hasSize(3);
    assertThat(told.split("\"Endpoint\":\\{\"Address\":\"127.0.0.1\"", -1)).hasSize(4);
    assertThat(call("RebootNode", "{'ClusterName':'a','NodeId':'a-c'}").body())
        .contains("InvalidClusterStateFault");
    assertThat(cleared).hasValue(0);
  }

  @Test
  void theServersOwnClusterKeepsWhatWasChangedAndIsElseAsTheServerIs() {
    nodes = IntStream.range(0, 28).mapToObj(i -> new Host.Node(i, null)).toList();
    call("UpdateCluster", "{'ClusterName':'larder','Description':'Songs'}");
    call(
        "TagResource",
        "{'ResourceName':'arn:aws:dax:us-east-1:000000000000:cache/larder',"
            + "'Tags':[{'Key':'k','Value':'v'}]}");

    api = api("music", null);
    String told = call("DescribeClusters", "{}").body();

    assertThat(told)
        .contains(
            "\"ClusterName\":\"music\",\"Description\":\"Songs\"",
            "\"ClusterEndpointEncryptionType\":\"NONE\"",
            "\"TotalNodes\":28",
            "\"NodeId\":\"music-z\"",
            "\"NodeId\":\"music-ab\"")
        .doesNotContain("larder-");
    assertThat(
            call("ListTags", "{'ResourceName':'arn:aws:dax:us-east-1:000000000000:cache/music'}")
                .body())
        .isEqualTo("{\"Tags\":[{\"Key\":\"k\",\"Value\":\"v\"}]}");
  }
}
