package io.larder.security.authorization;

import static io.larder.security.authorization.Scene.GAMES;
import static io.larder.security.authorization.Scene.allow;
import static io.larder.security.authorization.Scene.deny;
import static io.larder.security.authorization.Scene.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DisclosureTest {
  private static final String CLUSTER = "arn:aws:dax:us-east-1:000000000000:cache/larder";
  private static final String OWN =
      "'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['${aws:username}']}";
  private static final String ANY_DAX = allow("dax:*", CLUSTER);

  private final Scene scene = new Scene();

  @BeforeEach
  void comeByDax() {
    scene.way.isDax = true;
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private @Nullable String schemaRefusal(Principal user, String table) {
    return message(
        () ->
            scene
                .authorizer()
                .authorizeMetadataBlocking(user, "DefineKeySchema", table, scene.way));
  }

  private @Nullable String refusal(Principal user, String action, String table) {
    return message(
        () -> scene.authorizer().authorizeRefusalBlocking(user, action, table, scene.way));
  }

  private static @Nullable String message(Runnable asked) {
    Throwable thrown = catchThrowable(asked::run);
    return thrown == null ? null : ((ServiceException) thrown).error().message();
  }

  private static String denied(String action, String resource) {
    return ("User: arn:aws:iam::000000000000:user/u1 is not authorized to perform: %s on resource:"
            + " %s because no identity-based policy allows the %s action")
        .formatted(action, resource, action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dynamodb:GetItem | " + GAMES + " | ",
        "dynamodb:Query | " + GAMES + "/index/Scores | ",
        "dynamodb:ConditionCheckItem | * | ",
        "dynamodb:GetItem | " + GAMES + " | " + OWN,
        "dynamodb:PutItem | " + GAMES + " | 'StringEquals':{'dynamodb:ReturnValues':'NONE'}",
        "dynamodb:Scan | " + GAMES + " | 'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}",
      })
  void whoCouldDoSomethingIsToldTheKey(String action, String resource, @Nullable String condition) {
    Principal user =
        scene.user(policy(ANY_DAX, allow(action, resource, condition == null ? "" : condition)));

    assertThat(schemaRefusal(user, "Games")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dynamodb:DescribeTable | " + GAMES + " | ",
        "dynamodb:* | arn:aws:dynamodb:us-east-1:000000000000:table/Other | ",
        "dynamodb:Query | " + GAMES + "/index/Other | ",
        "dynamodb:Scan | " + GAMES + " | 'IpAddress':{'aws:SourceIp':'192.168.0.0/16'}",
      })
  void nobodyElseIsWhetherItIsThereOrNot(
      String action, String resource, @Nullable String condition) {
    String given = allow(action, resource, condition == null ? "" : condition);
    String ofGames = schemaRefusal(scene.user(policy(ANY_DAX, given)), "Games");
    String ofNone =
        schemaRefusal(scene.user(policy(ANY_DAX, given.replace("Games", "None"))), "None");

    assertThat(ofGames).isEqualTo(denied("dynamodb:GetItem", GAMES));
    assertThat(ofNone).isEqualTo(ofGames.replace("Games", "None"));
  }

  @Test
  void aDenialThatHoldsForEverythingCounts() {
    Principal user =
        scene.user(policy(allow("*", "*"), deny("dynamodb:*", GAMES + " " + GAMES + "/*", "")));

    assertThat(schemaRefusal(user, "Games"))
        .endsWith(" with an explicit deny in an identity-based policy");
    assertThat(schemaRefusal(user, "Other")).isNull();
  }

  @Test
  void theClusterMustLetOneInByAnyOfItsActions() {
    String tables = allow("dynamodb:*", "*");

    assertThat(schemaRefusal(scene.user(policy(tables)), "Games"))
        .isEqualTo(denied("dax:DefineKeySchema", CLUSTER));
    assertThat(schemaRefusal(scene.user(policy(tables, allow("dax:Query", CLUSTER))), "Games"))
        .isNull();
    assertThat(
            schemaRefusal(
                scene.user(
                    policy(tables, allow("dax:*", CLUSTER), deny("dax:DefineKeySchema", "*", ""))),
                "Games"))
        .endsWith(" with an explicit deny in an identity-based policy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DefineAttributeList", "DefineAttributeListId"})
  void namesOfAttributesAreForAllWhoUseTheCluster(String method) {
    PolicyAuthorizer authorizer = scene.authorizer();
    Principal stranger = scene.user(policy(allow("dynamodb:*", "*")));
    assertThat(message(() -> authorizer.authorizeMetadata(stranger, method, null, scene.way)))
        .isEqualTo(denied("dax:" + method, CLUSTER));

    Principal named = scene.user(policy(allow("dax:" + method, CLUSTER)));
    assertThat(message(() -> authorizer.authorizeMetadata(named, method, null, scene.way)))
        .isNull();
  }

  @Test
  void asTheServiceDoesTheClustersPermissionIsEnough() {
    scene.daxAsServiceRole();
    Principal user = scene.user(policy(allow("dax:GetItem", CLUSTER)));

    assertThat(schemaRefusal(user, "Games")).isNull();
    assertThat(refusal(user, "GetItem", "Games")).isNull();
    assertThat(refusal(user, "PutItem", "Games")).isEqualTo(denied("dax:PutItem", CLUSTER));
  }

  /** Otherwise one who may nothing could tell a table that is there by its denial. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u1'},'Title':{'S':'t'}}}",
        "Query | {'TableName':'Games','IndexName':'Scores','KeyConditionExpression':'Score = :s',"
            + "'ExpressionAttributeValues':{':s':{'N':'1'}}}",
        "Scan | {'TableName':'Games'}",
        "BatchGetItem | {'RequestItems':{'Games':{'Keys':[{'UserId':{'S':'u1'},'Title':"
            + "{'S':'t'}}]}}}",
      })
  void aRequestThatCanBeReadIsDeniedAsOneThatCannot(String action, String body) {
    Principal user = scene.user(policy(ANY_DAX, allow("dynamodb:*", "arn:aws:dynamodb:*:*:t/O")));

    ServiceError refusal = scene.refusal(user, action, body);

    assertThat(refusal)
        .extracting(ServiceError::message)
        .isEqualTo(denied("dynamodb:" + action, GAMES))
        .isEqualTo(refusal(user, action, "Games"));
    assertThat(refusal(user, action, "None"))
        .isEqualTo(denied("dynamodb:" + action, GAMES.replace("Games", "None")));
  }

  @Test
  void whoMaySomethingIsToldWhatExactlyItMayNot() {
    Principal user = scene.user(policy(ANY_DAX, allow("dynamodb:Query", GAMES)));

    assertThat(
            scene.refusal(
                user,
                "Query",
                "{'TableName':'Games','IndexName':'Scores','KeyConditionExpression':'Score = :s',"
                    + "'ExpressionAttributeValues':{':s':{'N':'1'}}}"))
        .extracting(ServiceError::message)
        .isEqualTo(denied("dynamodb:Query", GAMES + "/index/Scores"));
  }

  @Test
  void aTablesOwnPolicyMayLetOneKnow() {
    Principal user = scene.user(policy(ANY_DAX));
    assertThat(schemaRefusal(user, "Games")).isNotNull();

    scene.resourcePolicy(
        "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::000000000000:user/u1'},"
            + "'Action':'dynamodb:PutItem','Resource':'"
            + GAMES
            + "'}");

    assertThat(schemaRefusal(user, "Games")).isNull();
  }
}
