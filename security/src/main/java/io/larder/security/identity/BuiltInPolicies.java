package io.larder.security.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The managed policies that are there without anybody having made them, under the names that AWS
 * has for them. Of what AWS's own allow they hold what there is here (AWS Managed Policy
 * Reference).
 */
public final class BuiltInPolicies {
  /** When AWS's first ones were made. */
  private static final Instant CREATED = Instant.parse("2015-02-06T18:39:46Z");

  private static final Map<String, ManagedPolicy> BY_NAME =
      Stream.of(
              policy(
                  "AdministratorAccess",
                  "ANPAIWMBCKSKIEE64ZLYK",
                  "Provides full access to AWS services and resources.",
                  allow("\"*\"")),
              policy(
                  "ReadOnlyAccess",
                  "ANPAILL3HVNFSB6DCOWYQ",
                  "Provides read-only access to AWS services and resources.",
                  allow(
                      """
                      "dax:BatchGetItem","dax:Describe*","dax:GetItem","dax:ListTags","dax:Query",\
                      "dax:Scan","dynamodb:BatchGetItem","dynamodb:Describe*","dynamodb:Get*",\
                      "dynamodb:List*","dynamodb:PartiQLSelect","dynamodb:Query","dynamodb:Scan",\
                      "iam:Generate*","iam:Get*","iam:List*","iam:Simulate*",\
                      "larder:Describe*","larder:Get*","larder:List*","sts:GetCallerIdentity\"\
                      """)),
              policy(
                  "AmazonDynamoDBFullAccess_v2",
                  "ANPALARDERDYNAMODBFV2",
                  "Provides full access to Amazon DynamoDB.",
                  allow("\"dynamodb:*\",\"dax:*\"")),
              policy(
                  "AmazonDynamoDBReadOnlyAccess",
                  "ANPAIY2XFNA232XJ6J7X2",
                  "Provides read only access to Amazon DynamoDB.",
                  allow(
                      """
                      "dax:BatchGetItem","dax:Describe*","dax:GetItem","dax:ListTags","dax:Query",\
                      "dax:Scan","dynamodb:BatchGetItem","dynamodb:Describe*",\
                      "dynamodb:GetAbacStatus","dynamodb:GetItem","dynamodb:GetRecords",\
                      "dynamodb:GetResourcePolicy","dynamodb:GetShardIterator","dynamodb:List*",\
                      "dynamodb:PartiQLSelect","dynamodb:Query","dynamodb:Scan\"\
                      """)))
          .collect(Collectors.toUnmodifiableMap(ManagedPolicy::name, Function.identity()));

  private BuiltInPolicies() {}

  /** All of them. */
  public static Collection<ManagedPolicy> all() {
    return BY_NAME.values();
  }

  static @Nullable ManagedPolicy byName(String name) {
    return BY_NAME.get(name);
  }

  private static String allow(String actions) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[%s],"Resource":"*"}]}\
    """
        .formatted(actions);
  }

  private static ManagedPolicy policy(String name, String id, String description, String document) {
    return new ManagedPolicy(
        ManagedPolicy.BUILT_IN,
        "/",
        name,
        id,
        CREATED,
        CREATED,
        description,
        List.of(new ManagedPolicy.Version("v1", document, CREATED)),
        "v1",
        2,
        Map.of());
  }
}
