package io.larder.proxy;

import static io.larder.proxy.SecuredLarder.ACCOUNT;
import static io.larder.proxy.SecuredLarder.allow;
import static io.larder.proxy.SecuredLarder.policy;
import static io.larder.proxy.SecuredLarder.table;
import static io.larder.proxy.SecuredLarder.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.Credentials;

/** IAM and STS of a running server, as the AWS SDK for Java calls them. */
final class IdentityServicesIT {
  private static final String TABLE = "Own";
  private static final String ISSUER = "idp.example.com/pool";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String ANY_ACCOUNT =
      "{'Effect':'Allow','Principal':{'AWS':'"
          + ACCOUNT
          + "'},'Action':['sts:AssumeRole',"
          + "'sts:TagSession']%s}";

  /** Items whose key is the tag that a session was given. */
  private static final String OF_TENANT =
      allow(
          "dynamodb:GetItem",
          table(TABLE),
          "'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['${aws:PrincipalTag/Tenant}']}");

  @TempDir private static Path folder;

  private static SecuredLarder server;
  private static KeyPair issuerKey;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    issuerKey = generator.generateKeyPair();
    var key = (RSAPublicKey) issuerKey.getPublic();
    Path keySets = Files.createDirectory(folder.resolve("key-sets"));
    Files.writeString(
        keySets.resolve("idp.example.com_pool.json"),
        """
        {"keys": [{"kty": "RSA", "kid": "1", "alg": "RS256", "n": "%s", "e": "%s"}]}
        """
            .formatted(base64(key.getModulus()), base64(key.getPublicExponent())));
    server = new SecuredLarder(folder, Map.of("iam.key-sets", keySets.toString()));
    DynamoDbClient admin = server.dynamoDb(server.admin());
    SecuredLarder.createTable(admin, TABLE);
    admin.putItem(put -> put.tableName(TABLE).item(Map.of("k", fromS("blue"))));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String base64(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int zeros = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bytes, zeros, bytes.length));
  }

  private static String role(String name, String trust, String... statements) {
    String arn =
        server
            .iam()
            .createRole(create -> create.roleName(name).assumeRolePolicyDocument(policy(trust)))
            .role()
            .arn();
    server
        .iam()
        .putRolePolicy(
            put -> put.roleName(name).policyName("p").policyDocument(policy(statements)));
    return arn;
  }

  private static AwsSessionCredentials of(Credentials issued) {
    return AwsSessionCredentials.create(
        issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken());
  }

  private static String code(Runnable call) {
    return catchThrowableOfType(AwsServiceException.class, call::run).awsErrorDetails().errorCode();
  }

  private static void get(DynamoDbClient client, String key) {
    client.getItem(get -> get.tableName(TABLE).key(Map.of("k", fromS(key))));
  }

  @Test
  void usersAreMadeListedChangedAndDeleted() {
    IamClient iam = server.iam();
    iam.createUser(
        create ->
            create
                .userName("carla")
                .path("/staff/")
                .tags(Tag.builder().key("Team").value("blue").build()));
    iam.createGroup(create -> create.groupName("readers"));
    iam.addUserToGroup(add -> add.groupName("readers").userName("carla"));
    iam.attachGroupPolicy(
        attach ->
            attach
                .groupName("readers")
                .policyArn("arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"));

    User carla = iam.getUser(get -> get.userName("carla")).user();
    assertThat(carla.arn()).isEqualTo("arn:aws:iam::" + ACCOUNT + ":user/staff/carla");
    assertThat(carla.userId()).startsWith("AIDA");
    assertThat(iam.listUsersPaginator().users()).extracting(User::userName).contains("carla");
    assertThat(iam.listGroupsForUser(list -> list.userName("carla")).groups())
        .singleElement()
        .satisfies(group -> assertThat(group.groupName()).isEqualTo("readers"));
    assertThat(
            iam.simulatePrincipalPolicy(
                    simulate ->
                        simulate
                            .policySourceArn(carla.arn())
                            .actionNames("dynamodb:GetItem", "dynamodb:PutItem")
                            .resourceArns(table(TABLE)))
                .evaluationResults())
        .extracting(result -> result.evalDecision())
        .containsExactly(
            PolicyEvaluationDecisionType.ALLOWED, PolicyEvaluationDecisionType.IMPLICIT_DENY);

    assertThatExceptionOfType(DeleteConflictException.class)
        .isThrownBy(() -> iam.deleteUser(delete -> delete.userName("carla")));
    iam.removeUserFromGroup(remove -> remove.groupName("readers").userName("carla"));
    iam.deleteUser(delete -> delete.userName("carla"));
    assertThatExceptionOfType(NoSuchEntityException.class)
        .isThrownBy(() -> iam.getUser(get -> get.userName("carla")));
  }

  @Test
  void whoMayNothingIsToldNothingOfOthers() {
    AwsCredentials nobody = server.create("nobody");
    IamClient iam = server.iam(nobody);

    String ofOne = message(() -> iam.getUser(get -> get.userName("admin")));
    String ofNone = message(() -> iam.getUser(get -> get.userName("ghost")));

    assertThat(ofOne)
        .contains(user("nobody") + " is not authorized to perform: iam:GetUser on resource: ")
        .contains(user("admin"));
    assertThat(ofNone).isEqualTo(ofOne.replace("user/admin", "user/ghost"));
    assertThat(message(() -> iam.createUser(create -> create.userName("mine"))))
        .contains("is not authorized to perform: iam:CreateUser");
  }

  private static String message(Runnable call) {
    AwsServiceException denied = catchThrowableOfType(AwsServiceException.class, call::run);
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
    return denied.awsErrorDetails().errorMessage();
  }

  @Test
  void aKeyThatIsShownOnceIsGoodUntilItIsDeleted() {
    AwsCredentials dora = server.create("dora");
    server.permit("dora", allow("dynamodb:GetItem", table(TABLE)));
    DynamoDbClient client = server.dynamoDb(dora);
    get(client, "blue");

    assertThat(
            server
                .iam()
                .getAccessKeyLastUsed(last -> last.accessKeyId(dora.accessKeyId()))
                .accessKeyLastUsed()
                .serviceName())
        .isEqualTo("dynamodb");
    server.iam().deleteAccessKey(delete -> delete.userName("dora").accessKeyId(dora.accessKeyId()));
    assertThat(code(() -> get(client, "blue"))).isEqualTo("UnrecognizedClientException");
  }

  @Test
  void everyoneIsToldWhoItIs() {
    AwsCredentials erik = server.create("erik");
    StsClient sts = server.sts(erik);

    assertThat(sts.getCallerIdentity().arn()).isEqualTo(user("erik"));
    AwsSessionCredentials session = of(sts.getSessionToken().credentials());
    assertThat(server.sts(session).getCallerIdentity().arn()).isEqualTo(user("erik"));
    assertThat(code(() -> server.sts(session).getSessionToken())).isEqualTo("AccessDenied");
  }

  @Test
  void aRoleIsGivenToWhomItTrustsByTheSdksProvider() {
    AwsCredentials frida = server.create("frida");
    String role =
        role(
            "tenant",
            ANY_ACCOUNT.formatted(",'Condition':{'StringEquals':{'sts:ExternalId':'e-1'}}"),
            OF_TENANT);
    server.permit("frida", allow("sts:AssumeRole sts:TagSession", role));
    var tenant =
        software.amazon.awssdk.services.sts.model.Tag.builder().key("Tenant").value("blue").build();
    try (StsAssumeRoleCredentialsProvider provider =
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(server.sts(frida))
                .refreshRequest(
                    request ->
                        request.roleArn(role).roleSessionName("s1").externalId("e-1").tags(tenant))
                .build();
        DynamoDbClient client =
            DynamoDbClient.builder()
                .endpointOverride(URI.create(RunningLarder.url(server.larder())))
                .region(Region.US_EAST_1)
                .credentialsProvider(provider)
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
      get(client, "blue");
      assertThat(code(() -> get(client, "red"))).isEqualTo("AccessDeniedException");
    }
    StsClient sts = server.sts(frida);
    assertThat(
            code(
                () ->
                    sts.assumeRole(
                        assume -> assume.roleArn(role).roleSessionName("s1").externalId("e-2"))))
        .isEqualTo("AccessDenied");
    assertThat(
            message(
                () ->
                    sts.assumeRole(
                        assume ->
                            assume
                                .roleArn("arn:aws:iam::" + ACCOUNT + ":role/ghost")
                                .roleSessionName("s1"))))
        .contains("is not authorized to perform: sts:AssumeRole");
  }

  @Test
  void aSessionEndsWithTheRoleThatItIsOf() {
    AwsCredentials gerd = server.create("gerd");
    server.permit("gerd", allow("sts:AssumeRole", "*"));
    String role =
        role("passing", ANY_ACCOUNT.formatted(""), allow("dynamodb:GetItem", table(TABLE)));
    DynamoDbClient client =
        server.dynamoDb(
            of(
                server
                    .sts(gerd)
                    .assumeRole(assume -> assume.roleArn(role).roleSessionName("s1"))
                    .credentials()));
    get(client, "blue");

    server.iam().deleteRolePolicy(delete -> delete.roleName("passing").policyName("p"));
    assertThat(code(() -> get(client, "blue"))).isEqualTo("AccessDeniedException");
    server.iam().deleteRole(delete -> delete.roleName("passing"));
    assertThat(code(() -> get(client, "blue"))).isEqualTo("UnrecognizedClientException");
    // One that is made again under the name is another one.
    role("passing", ANY_ACCOUNT.formatted(""), allow("dynamodb:GetItem", table(TABLE)));
    assertThat(code(() -> get(client, "blue"))).isEqualTo("UnrecognizedClientException");
  }

  @Test
  void aWebIdentityIsWhomItsIssuerSays() throws IOException, GeneralSecurityException {
    String provider =
        server
            .iam()
            .createOpenIDConnectProvider(
                create -> create.url("https://" + ISSUER).clientIDList("app"))
            .openIDConnectProviderArn();
    String role =
        role(
            "web",
            "{'Effect':'Allow','Principal':{'Federated':'%s'},".formatted(provider)
                + "'Action':'sts:AssumeRoleWithWebIdentity',"
                + "'Condition':{'StringEquals':{'%s:aud':'app'}}}".formatted(ISSUER),
            allow(
                "dynamodb:GetItem",
                table(TABLE),
                "'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['${%s:sub}']}"
                    .formatted(ISSUER)));
    Path file = folder.resolve("token");
    Files.writeString(file, token("blue", "app", Instant.now().plus(Duration.ofHours(1))) + "\n");
    try (StsClient sts =
            StsClient.builder()
                .endpointOverride(URI.create(RunningLarder.url(server.larder())))
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        StsWebIdentityTokenFileCredentialsProvider credentials =
            StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts)
                .roleArn(role)
                .roleSessionName("s1")
                .webIdentityTokenFile(file)
                .build();
        DynamoDbClient client =
            DynamoDbClient.builder()
                .endpointOverride(URI.create(RunningLarder.url(server.larder())))
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
      get(client, "blue");
      assertThat(
              catchThrowableOfType(DynamoDbException.class, () -> get(client, "red"))
                  .awsErrorDetails()
                  .errorMessage())
          .contains("arn:aws:sts::" + ACCOUNT + ":assumed-role/web/s1 is not authorized");

      String old = token("blue", "app", Instant.now().minusSeconds(1));
      assertThat(code(() -> assume(sts, role, old))).isEqualTo("ExpiredTokenException");
      String ofAnother = token("blue", "other", Instant.now().plusSeconds(60));
      assertThat(code(() -> assume(sts, role, ofAnother))).isEqualTo("InvalidIdentityToken");
      String good = token("blue", "app", Instant.now().plusSeconds(60));
      String changed = good.substring(0, good.length() - 8) + "AAAAAAAA";
      assertThat(code(() -> assume(sts, role, changed))).isEqualTo("InvalidIdentityToken");
    }
  }

  private static void assume(StsClient sts, String role, String token) {
    sts.assumeRoleWithWebIdentity(
        assume -> assume.roleArn(role).roleSessionName("s1").webIdentityToken(token));
  }

  private static String token(String subject, String audience, Instant expires)
      throws GeneralSecurityException {
    String content =
        part("{\"alg\":\"RS256\",\"kid\":\"1\",\"typ\":\"JWT\"}")
            + "."
            + part(
                "{\"iss\":\"https://%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%d}"
                    .formatted(ISSUER, subject, audience, expires.getEpochSecond()));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(issuerKey.getPrivate());
    signature.update(content.getBytes(UTF_8));
    return content + "." + BASE64.encodeToString(signature.sign());
  }

  private static String part(String json) {
    return BASE64.encodeToString(json.getBytes(UTF_8));
  }
}
