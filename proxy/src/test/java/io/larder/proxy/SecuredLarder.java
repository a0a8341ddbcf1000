package io.larder.proxy;

import static io.larder.proxy.Patience.await;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A server that verifies who calls, with its administrator and with clients for whoever has a key.
 */
final class SecuredLarder implements AutoCloseable {
  static final String ACCOUNT = "000000000000";
  static final String CLUSTER = "arn:aws:dax:us-east-1:000000000000:cache/larder";

  private static final String POLICY = "own";
  private static final String CREDENTIALS = "credentials";

  private final Larder larder;
  private final AwsCredentials admin;
  private final List<AutoCloseable> clients = new ArrayList<>();
  private final IamClient iam;

  /** A server that writes the administrator's key to a file of that folder. */
  SecuredLarder(Path folder, Map<String, String> values) {
    this(RunningLarder.inMemory(verifying(folder, values)), folder);
  }

  private SecuredLarder(Larder larder, Path folder) {
    this.larder = larder;
    Path file = folder.resolve(CREDENTIALS);
    // Before an upstream it is written when that has answered.
    await().until(() -> Files.exists(file));
    admin =
        ProfileCredentialsProvider.builder()
            .profileFile(
                ProfileFile.builder().content(file).type(ProfileFile.Type.CREDENTIALS).build())
            .build()
            .resolveCredentials();
    iam = iam(admin);
  }

  /** A server before {@code upstream}, which it alone writes to. */
  static SecuredLarder before(Larder upstream, Path folder) {
    Map<String, String> key = Map.of("encryption.key", "file:" + folder.resolve("key"));
    return new SecuredLarder(RunningLarder.before(upstream, verifying(folder, key)), folder);
  }

  private static Map<String, String> verifying(Path folder, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("authentication.mode", "sigv4");
    all.put("iam.credentials-file", folder.resolve(CREDENTIALS).toString());
    all.putIfAbsent("audit.mode", "never");
    return all;
  }

  Larder larder() {
    return larder;
  }

  AwsCredentials admin() {
    return admin;
  }

  /** IAM as the administrator uses it. */
  IamClient iam() {
    return iam;
  }

  static String table(String name) {
    return "arn:aws:dynamodb:us-east-1:%s:table/%s".formatted(ACCOUNT, name);
  }

  static String user(String name) {
    return "arn:aws:iam::%s:user/%s".formatted(ACCOUNT, name);
  }

  /** A policy of these statements, whose quotes are single ones. */
  static String policy(String... statements) {
    return ("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}")
        .replace('\'', '"');
  }

  static String allow(String actions, String resources) {
    return statement("Allow", actions, resources, "");
  }

  static String allow(String actions, String resources, String conditions) {
    return statement("Allow", actions, resources, conditions);
  }

  static String deny(String actions, String resources, String conditions) {
    return statement("Deny", actions, resources, conditions);
  }

  private static String statement(
      String effect, String actions, String resources, String conditions) {
    return "{'Effect':'%s','Action':['%s'],'Resource':['%s']%s}"
        .formatted(
            effect,
            actions.replace(" ", "','"),
            resources.replace(" ", "','"),
            conditions.isEmpty() ? "" : ",'Condition':{" + conditions + "}");
  }

  /** A new user without any rights, by an access key of its own. */
  AwsCredentials create(String user) {
    iam.createUser(create -> create.userName(user));
    AccessKey key = iam.createAccessKey(create -> create.userName(user)).accessKey();
    return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
  }

  /** Gives a user these rights and no others. */
  void permit(String user, String... statements) {
    iam.putUserPolicy(
        put -> put.userName(user).policyName(POLICY).policyDocument(policy(statements)));
  }

  /** Takes from a user what it was permitted. */
  void forbid(String user) {
    iam.deleteUserPolicy(delete -> delete.userName(user).policyName(POLICY));
  }

  DynamoDbClient dynamoDb(AwsCredentials caller, ExecutionInterceptor... interceptors) {
    return dynamoDb(caller, larder.addresses().getFirst(), interceptors);
  }

  /** The same by another way in. */
  DynamoDbClient dynamoDb(
      AwsCredentials caller, InetSocketAddress address, ExecutionInterceptor... interceptors) {
    return opened(
        client(
                DynamoDbClient.builder()
                    .overrideConfiguration(
                        options -> List.of(interceptors).forEach(options::addExecutionInterceptor)),
                caller,
                address)
            .region(Region.US_EAST_1)
            .build());
  }

  IamClient iam(AwsCredentials caller) {
    return opened(
        client(IamClient.builder(), caller, larder.addresses().getFirst())
            .region(Region.AWS_GLOBAL)
            .build());
  }

  StsClient sts(AwsCredentials caller) {
    return opened(
        client(StsClient.builder(), caller, larder.addresses().getFirst())
            .region(Region.US_EAST_1)
            .build());
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B client(
      B builder, AwsCredentials caller, InetSocketAddress address) {
    return builder
        .endpointOverride(URI.create("http://127.0.0.1:" + address.getPort()))
        .credentialsProvider(StaticCredentialsProvider.create(caller))
        .httpClient(UrlConnectionHttpClient.create());
  }

  private <C extends AutoCloseable> C opened(C client) {
    clients.add(client);
    return client;
  }

  /** Creates a table whose items have the key {@code k}, a text. */
  static void createTable(DynamoDbClient client, String name) {
    client.createTable(
        table ->
            table
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text("k"))
                .keySchema(key("k", KeyType.HASH)));
  }

  static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  @Override
  public void close() {
    for (AutoCloseable client : clients) {
      try {
        client.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    larder.close();
  }
}
