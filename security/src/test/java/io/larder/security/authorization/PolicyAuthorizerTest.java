package io.larder.security.authorization;

import static io.larder.security.authorization.Scene.GAMES;
import static io.larder.security.authorization.Scene.NOW;
import static io.larder.security.authorization.Scene.allow;
import static io.larder.security.authorization.Scene.deny;
import static io.larder.security.authorization.Scene.json;
import static io.larder.security.authorization.Scene.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.security.access.Calls;
import io.larder.security.access.OperationBodies;
import io.larder.security.auth.MustBlockException;
import io.larder.security.auth.Network;
import io.larder.security.auth.Principal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PolicyAuthorizerTest {
  private static final String ITEMS =
      "dynamodb:GetItem dynamodb:Query dynamodb:PutItem dynamodb:UpdateItem"
          + " dynamodb:BatchGetItem dynamodb:BatchWriteItem";
  private static final String OWN =
      "'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['${aws:username}']";

  /** Only one's own items. */
  private static final String P1 = policy(allow(ITEMS, GAMES, OWN + "}"));

  /** Only some attributes of one's own items. */
  private static final String P2 =
      policy(
          allow(
              ITEMS,
              GAMES,
              OWN
                  + ",'dynamodb:Attributes':['UserId','Title','Wins']},'StringEqualsIfExists':{"
                  + "'dynamodb:Select':'SPECIFIC_ATTRIBUTES',"
                  + "'dynamodb:ReturnValues':['NONE','UPDATED_OLD','UPDATED_NEW']}"));

  private static final String SSN =
      policy(allow("*", "*"), deny("*", "*", "'StringEquals':{'dynamodb:Attributes':'ssn'}"));
  private static final String ANY_SSN =
      policy(
          allow("*", "*"),
          deny("*", "*", "'ForAnyValue:StringEquals':{'dynamodb:Attributes':['ssn']}"));

  private static final Map<String, String> POLICIES =
      Map.of(
          "P1", P1,
          "P1+Scan", policy(allow(ITEMS + " dynamodb:Scan", GAMES, OWN + "}")),
          "P2", P2,
          "SSN", SSN,
          "ANY_SSN", ANY_SSN,
          "NONE", policy(allow("dynamodb:ListTables", "*")));

  private static final String KEY = "'Key':{'UserId':{'S':'%s'},'Title':{'S':'t'}}";
  private static final String GET = "'TableName':'Games'," + KEY;

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "P1 | GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u1'},'Title':{'S':'t'}}} | yes",
        "P1 | GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u2'},'Title':{'S':'t'}}} | no",
        "P1 | GetItem | {'TableName':'Other','Key':{'p':{'S':'u1'}}} | no",
        "P1 | GetItem | {'TableName':'Nowhere','Key':{'UserId':{'S':'u1'}}} | no",
        "P1 | GetItem | {'TableName':'Games','Key':{'Title':{'S':'u1'}}} | no",
        "P1 | BatchGetItem | {'RequestItems':{'Games':{'Keys':[{'UserId':{'S':'u1'},'Title':"
            + "{'S':'t'}},{'UserId':{'S':'u2'},'Title':{'S':'t'}}]}}} | no",
        "P1 | BatchGetItem | {'RequestItems':{'Games':{'Keys':[{'UserId':{'S':'u1'},'Title':"
            + "{'S':'t'}},{'UserId':{'S':'u1'},'Title':{'S':'s'}}]}}} | yes",
        "P1 | BatchGetItem | {'RequestItems':{'Games':{'Keys':[{'UserId':{'S':'u1'},'Title':"
            + "{'S':'t'}}]},'Other':{'Keys':[{'p':{'S':'u1'}}]}}} | no",
        "P1 | BatchWriteItem | {'RequestItems':{'Games':[{'PutRequest':{'Item':{'UserId':"
            + "{'S':'u1'},'Title':{'S':'t'}}}},{'DeleteRequest':{'Key':{'UserId':{'S':'u2'},"
            + "'Title':{'S':'t'}}}}]}} | no",
        "P1 | Scan | {'TableName':'Games'} | no",
        "P1+Scan | Scan | {'TableName':'Games'} | yes",
        "P1 | Query | {'TableName':'Games','KeyConditionExpression':'UserId = :u',"
            + "'ExpressionAttributeValues':{':u':{'S':'u1'}}} | yes",
        "P1 | Query | {'TableName':'Games','KeyConditionExpression':'UserId = :u',"
            + "'ExpressionAttributeValues':{':u':{'S':'u2'}}} | no",
        "P1 | Query | {'TableName':'Games','IndexName':'Scores','KeyConditionExpression':"
            + "'Score = :s','ExpressionAttributeValues':{':s':{'N':'1'}}} | no",
        "P1 | TransactWriteItems | {'TransactItems':[{'Put':{'TableName':'Games','Item':"
            + "{'UserId':{'S':'u1'},'Title':{'S':'t'}}}},{'Update':{'TableName':'Games','Key':"
            + "{'UserId':{'S':'u2'},'Title':{'S':'t'}},'UpdateExpression':'REMOVE a'}}]} | no",
        "P1 | TransactWriteItems | {'TransactItems':[{'ConditionCheck':{'TableName':'Games',"
            + "'Key':{'UserId':{'S':'u1'},'Title':{'S':'t'}},'ConditionExpression':"
            + "'attribute_exists(UserId)'}}]} | no",
        "P1 | TransactGetItems | {'TransactItems':[{'Get':{'TableName':'Games','Key':"
            + "{'UserId':{'S':'u1'},'Title':{'S':'t'}}}}]} | yes",
        "P1 | ExecuteStatement | {'Statement':'SELECT * FROM Games'} | no",
        "P2 | GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u1'},'Title':{'S':'t'}}} | no",
        "P2 | GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u1'},'Title':{'S':'t'}},"
            + "'ProjectionExpression':'Wins'} | yes",
        "P2 | GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u1'},'Title':{'S':'t'}},"
            + "'ProjectionExpression':'Wins, Mail'} | no",
        "P2 | Query | {'TableName':'Games','KeyConditionExpression':'UserId = :u','Select':'COUNT',"
            + "'ExpressionAttributeValues':{':u':{'S':'u1'}}} | no",
        "P2 | Query | {'TableName':'Games','KeyConditionExpression':'UserId = :u',"
            + "'ProjectionExpression':'Wins','FilterExpression':'Mail = :u',"
            + "'ExpressionAttributeValues':{':u':{'S':'u1'}}} | no",
        "P2 | Query | {'TableName':'Games','KeyConditionExpression':'UserId = :u',"
            + "'ProjectionExpression':'Wins','ExpressionAttributeValues':{':u':{'S':'u1'}}} | yes",
        "P2 | UpdateItem | {'TableName':'Games','Key':{'UserId':{'S':'u1'},'Title':{'S':'t'}},"
            + "'UpdateExpression':'SET Wins = Losses'} | no",
        "P2 | UpdateItem | {'TableName':'Games','Key':{'UserId':{'S':'u1'},'Title':{'S':'t'}},"
            + "'UpdateExpression':'REMOVE Wins'} | yes",
        "P2 | UpdateItem | {'TableName':'Games','Key':{'UserId':{'S':'u1'},'Title':{'S':'t'}},"
            + "'UpdateExpression':'REMOVE Wins','ReturnValues':'ALL_NEW'} | no",
        "P2 | PutItem | {'TableName':'Games','Item':{'UserId':{'S':'u1'},'Title':{'S':'t'},"
            + "'Wins':{'N':'1'}}} | yes",
        "P2 | PutItem | {'TableName':'Games','Item':{'UserId':{'S':'u1'},'Title':{'S':'t'},"
            + "'Mail':{'S':'m'}}} | no",
        "SSN | GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u2'},'Title':{'S':'t'}},"
            + "'ProjectionExpression':'ssn'} | yes",
        "ANY_SSN | GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u2'},'Title':{'S':'t'}},"
            + "'ProjectionExpression':'ssn'} | no",
        "ANY_SSN | GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u2'},'Title':{'S':'t'}}}"
            + " | yes",
        "NONE | ListTables | {} | yes",
        "NONE | DescribeTable | {'TableName':'Nowhere'} | no",
      })
  void theGuidesPatternsComeToTheirOutcomes(
      String policies, String operation, String body, String isAllowed) {
    Principal user = scene.user(POLICIES.get(policies));

    ServiceError refusal = scene.refusal(user, operation, body);

    if (isAllowed.equals("yes")) {
      assertThat(refusal).isNull();
    } else {
      assertThat(refusal).isInstanceOf(ServiceError.AccessDenied.class);
    }
  }

  /** Whatever a request needs is looked at: without any one of it the request is denied. */
  @ParameterizedTest
  @EnumSource
  void everythingThatAnOperationNeedsIsRequired(Operation operation) {
    OperationBodies.Example example = OperationBodies.of(operation);
    String[] all =
        example.needs().stream().map(PolicyAuthorizerTest::allowing).toArray(String[]::new);

    assertThat(scene.refusal(scene.user(policy(all)), operation.wireName(), example.body()))
        .isNull();
    for (int left = 0; left < all.length; left++) {
      String[] some = all.clone();
      some[left] = allow("dynamodb:PurchaseReservedCapacityOfferings", "*");
      String need = example.needs().get(left);

      ServiceError refusal =
          scene.refusal(scene.user(policy(some)), operation.wireName(), example.body());

      assertThat(refusal)
          .isEqualTo(
              new ServiceError.AccessDenied(
                  "User: arn:aws:iam::000000000000:user/u1 is not authorized to perform: "
                      + need.replace(" ", " on resource: ")
                      + " because no identity-based policy allows the "
                      + need.substring(0, need.indexOf(' '))
                      + " action"));
    }
  }

  private static String allowing(String need) {
    int blank = need.indexOf(' ');
    return allow(need.substring(0, blank), need.substring(blank + 1));
  }

  @Test
  void aDecisionThatWasRememberedIsTakenAgainWhenThePoliciesChange() {
    String body = "{" + GET.formatted("u1") + "}";
    PolicyAuthorizer authorizer = scene.authorizer();
    Principal user = scene.user(policy(allow("dynamodb:*", "*")));
    authorizer.authorize(user, Calls.of("GetItem", body), scene.way);
    authorizer.authorize(user, Calls.of("GetItem", body), scene.way);

    Principal same = scene.user(policy(allow("dynamodb:Query", "*")));

    assertThatThrownBy(() -> authorizer.authorize(same, Calls.of("GetItem", body), scene.way))
        .hasMessageContaining("is not authorized to perform: dynamodb:GetItem");
  }

  @Test
  void whoeverIsGoneMayNothing() {
    Principal user = scene.user(policy(allow("*", "*")));
    scene.put();

    assertThat(scene.refusal(user, "GetItem", "{" + GET.formatted("u1") + "}"))
        .isInstanceOf(ServiceError.AccessDenied.class);
    assertThat(scene.refusal(Principal.UNVERIFIED, "ListTables", "{}"))
        .isInstanceOf(ServiceError.AccessDenied.class);
  }

  @Test
  void aSessionIsLimitedByItsPolicyAndByTime() {
    String all = policy(allow("dynamodb:*", "*"));
    String body = "{" + GET.formatted("u1") + "}";
    Principal.AssumedRole free = scene.session(all, null);
    Principal.AssumedRole limited = scene.session(all, policy(allow("dynamodb:Query", "*")));

    assertThat(scene.refusal(free, "GetItem", body)).isNull();
    assertThat(scene.refusal(limited, "GetItem", body))
        .isEqualTo(
            new ServiceError.AccessDenied(
                "User: arn:aws:sts::000000000000:assumed-role/Shop/s1 is not authorized to perform:"
                    + " dynamodb:GetItem on resource: "
                    + GAMES
                    + " because no session policy allows the dynamodb:GetItem action"));
    Principal.Session session = free.session();
    Principal.AssumedRole over =
        new Principal.AssumedRole(
            free.account(),
            free.roleArn(),
            free.roleId(),
            free.roleName(),
            free.accessKeyId(),
            new Principal.Session(
                session.name(),
                session.issued(),
                NOW,
                session.tags(),
                session.transitiveTags(),
                session.policies(),
                null,
                null));
    assertThat(scene.refusal(over, "GetItem", body))
        .extracting(ServiceError::type)
        .isEqualTo("com.amazon.coral.service#ExpiredTokenException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'StringEquals':{'aws:PrincipalTag/team':'blue','aws:PrincipalTag/Kept':'yes'} | yes",
        "'StringEquals':{'aws:ResourceTag/TEAM':'blue'} | yes",
        "'StringEquals':{'aws:ResourceTag/Team':'${aws:PrincipalTag/Team}'} | yes",
        "'StringEquals':{'aws:ResourceTag/Owner':'x'} | no",
        "'StringEquals':{'aws:PrincipalArn':'arn:aws:iam::000000000000:role/Shop'} | yes",
        "'StringEquals':{'aws:userid':'AROA0000000000000001:s1'} | yes",
        "'Null':{'aws:username':'true'} | yes",
        "'StringEquals':{'aws:PrincipalType':'AssumedRole','aws:PrincipalAccount':'000000000000'}"
            + " | yes",
        "'Bool':{'aws:SecureTransport':'false','aws:MultiFactorAuthPresent':'false'} | yes",
        "'IpAddress':{'aws:SourceIp':'10.0.0.0/8'} | yes",
        "'IpAddress':{'aws:SourceIp':'192.168.0.0/16'} | no",
        "'DateLessThan':{'aws:CurrentTime':'2026-11-30T12:00:01Z'} | yes",
        "'DateLessThan':{'aws:TokenIssueTime':'2026-11-30T12:00:00Z'} | no",
        "'StringEquals':{'aws:RequestedRegion':'us-east-1'} | yes",
        "'StringLike':{'aws:UserAgent':'test/*'},'Null':{'aws:Referer':'true'} | yes",
        "'Null':{'aws:SourceVpce':'true','dynamodb:EnclosingOperation':'true'} | yes",
        "'StringEquals':{'dynamodb:ReturnConsumedCapacity':'NONE','dynamodb:Select':"
            + "'ALL_ATTRIBUTES'} | yes",
      })
  void conditionsFindWhoAsksAndHow(String conditions, String isAllowed) {
    Principal caller = scene.session(policy(allow("dynamodb:GetItem", GAMES, conditions)), null);

    ServiceError refusal = scene.refusal(caller, "GetItem", "{" + GET.formatted("u1") + "}");

    assertThat(refusal == null ? "yes" : "no").isEqualTo(isAllowed);
  }

  @Test
  void anUnknownAddressAllowsNothingThatDependsOnIt() {
    Principal user =
        scene.user(
            policy(allow("*", "*"), deny("*", "*", "'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}")));
    scene.way.address = null;

    assertThat(scene.refusal(user, "ListTables", "{}"))
        .isInstanceOf(ServiceError.AccessDenied.class);
  }

  @Test
  void guardRailsBindEveryone() {
    scene.guardRail(
        policy(
            allow("*", "*"),
            deny("dynamodb:CreateTable", "*", "'Null':{'aws:RequestTag/owner':'true'}")));
    Principal user = scene.user(policy(allow("*", "*")));
    Principal root = new Principal.Root(Scene.ACCOUNT, null);
    String create =
        "{'TableName':'New','AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],"
            + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
            + "'BillingMode':'PAY_PER_REQUEST'%s}";

    for (Principal caller : List.of(user, root)) {
      assertThat(scene.refusal(caller, "CreateTable", create.formatted("")))
          .extracting(ServiceError::message)
          .asString()
          .endsWith(" with an explicit deny in a service control policy");
      assertThat(
              scene.refusal(
                  caller, "CreateTable", create.formatted(",'Tags':[{'Key':'Owner','Value':'x'}]")))
          .isNull();
    }
  }

  @Test
  void aWayInMayAllowLess() {
    var inside = new Network("inside", "vpc-1", "vpce-1");
    scene.endpoint(
        inside,
        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':'*','Action':"
            + "'dynamodb:Query','Resource':'*'}}");
    Principal user =
        scene.user(
            policy(
                allow(
                    "*",
                    "*",
                    "'StringEquals':{'aws:SourceVpce':'vpce-1','aws:SourceVpc':'vpc-1'}")));
    String body = "{" + GET.formatted("u1") + "}";

    assertThat(scene.refusal(user, "GetItem", body))
        .extracting(ServiceError::message)
        .asString()
        .endsWith(" because no identity-based policy allows the dynamodb:GetItem action");
    scene.way.network = inside;
    assertThat(scene.refusal(user, "GetItem", body))
        .extracting(ServiceError::message)
        .asString()
        .endsWith(" because no VPC endpoint policy allows the dynamodb:GetItem action");
  }

  @Test
  void aTablesOwnPolicyLetsInWhomItNames() {
    Principal user = scene.user();
    String body = "{" + GET.formatted("u1") + "}";
    assertThat(scene.refusal(user, "GetItem", body)).isNotNull();

    put(
        "{'Effect':'%s','Principal':{'AWS':'arn:aws:iam::000000000000:user/u1'},"
            + "'Action':'dynamodb:GetItem','Resource':'%s'}",
        "Allow");

    assertThat(scene.refusal(user, "GetItem", body)).isNull();
    assertThat(scene.refusal(user, "DeleteItem", body)).isNotNull();
  }

  @Test
  void aTablesOwnPolicyKeepsOutWhomItNames() {
    Principal user = scene.user(policy(allow("*", "*")));

    put(
        "{'Effect':'%s','Principal':{'AWS':'arn:aws:iam::000000000000:user/u1'},"
            + "'Action':'dynamodb:GetItem','Resource':'%s'}",
        "Deny");

    assertThat(scene.refusal(user, "GetItem", "{" + GET.formatted("u1") + "}"))
        .extracting(ServiceError::message)
        .asString()
        .endsWith(" with an explicit deny in a resource-based policy");
  }

  @Test
  void aStreamsOwnPolicyLetsInAndKeepsOut() {
    Principal stranger = scene.user(policy(allow("dynamodb:GetItem", "*")));
    String stream =
        scene.streamWithPolicy(
            "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::000000000000:user/u1'},"
                + "'Action':['dynamodb:DescribeStream','dynamodb:GetRecords'],'Resource':'%s'}");
    String shard = "'StreamArn':'" + stream + "','ShardId':'shardId-00000001414562045508-2bac9cd2'";

    assertThat(scene.refusal(stranger, "DescribeStream", "{'StreamArn':'" + stream + "'}"))
        .isNull();
    assertThat(scene.refusal(stranger, "GetRecords", "{'ShardIterator':'" + stream + "|1|AA'}"))
        .isNull();
    assertThat(
            scene.refusal(
                stranger, "GetShardIterator", "{" + shard + ",'ShardIteratorType':'LATEST'}"))
        .isNotNull();
    assertThat(scene.refusal(stranger, "ListStreams", "{}")).isNotNull();
    assertThat(scene.refusal(stranger, "GetRecords", "{'ShardIterator':'rubbish'}")).isNotNull();
    assertThat(
            scene.refusal(
                stranger, "DescribeStream", "{'StreamArn':'" + stream.replace("T", "U") + "'}"))
        .isNotNull();
  }

  private void put(String statement, String effect) {
    scene.resourcePolicy(statement.formatted(effect, GAMES));
  }

  @Test
  void nobodyLocksItselfOutByMistake() {
    Principal user = scene.user(policy(allow("*", "*")));
    String denying =
        json(
            policy(
                "{'Effect':'Deny','Principal':{'AWS':'arn:aws:iam::000000000000:user/u1'},"
                    + "'Action':'dynamodb:PutResourcePolicy','Resource':'"
                    + GAMES
                    + "'}"));

    assertThat(scene.refusal(user, new PutResourcePolicyRequest(GAMES, denying, null, false)))
        .isInstanceOf(ServiceError.Validation.class);
    assertThat(scene.refusal(user, new PutResourcePolicyRequest(GAMES, denying, null, true)))
        .isNull();
  }

  @Test
  void daxClientsNeedBothTheClusterAndTheTable() {
    scene.way.isDax = true;
    String body = "{" + GET.formatted("u1") + "}";
    String cluster = "arn:aws:dax:us-east-1:000000000000:cache/larder";
    String table = allow("dynamodb:GetItem", GAMES);
    String gate = allow("dax:GetItem", cluster);

    assertThat(scene.refusal(scene.user(policy(table)), "GetItem", body))
        .extracting(ServiceError::message)
        .asString()
        .contains("dax:GetItem on resource: " + cluster);
    assertThat(scene.refusal(scene.user(policy(gate)), "GetItem", body))
        .extracting(ServiceError::message)
        .asString()
        .contains("dynamodb:GetItem on resource: " + GAMES);
    assertThat(scene.refusal(scene.user(policy(gate, table)), "GetItem", body)).isNull();
    scene.daxAsServiceRole();
    assertThat(scene.refusal(scene.user(policy(gate)), "GetItem", body)).isNull();
  }

  @Test
  void whatIsOnlyWatchedIsDone() {
    scene.onlyWatch();

    assertThat(scene.refusal(scene.user(), "ListTables", "{}")).isNull();
    assertThat(scene.refusal(scene.user(), "NeverHeardOf", "{}")).isNull();
  }

  @Test
  void aTableThatMustBeLookedUpIsNotWaitedForOnTheLoop() {
    Principal user = scene.user(P1.replace(GAMES, "*"));
    PolicyAuthorizer authorizer = scene.authorizer();
    var unknown = Calls.of("GetItem", "{'TableName':'Nowhere','Key':{'UserId':{'S':'u1'}}}");

    assertThatThrownBy(() -> authorizer.authorize(user, unknown, scene.way))
        .isInstanceOf(MustBlockException.class);
  }

  @Test
  void actionsOfOtherServicesAreDecidedByTheSamePolicies() {
    scene.onlyWatch();
    PolicyAuthorizer authorizer = scene.authorizer();
    Principal user = scene.user(policy(allow("iam:GetUser", "arn:aws:iam::000000000000:user/u1")));

    authorizer.require(user, "iam:GetUser", "arn:aws:iam::000000000000:user/u1", scene.way);

    assertThatThrownBy(
            () ->
                authorizer.require(
                    user, "iam:DeleteUser", "arn:aws:iam::000000000000:user/u1", scene.way))
        .hasMessageContaining("iam:DeleteUser");
  }
}
