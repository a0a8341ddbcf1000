package io.larder.security.posture;

import org.jspecify.annotations.Nullable;

/**
 * What is checked. Those that AWS Config has too bear its identifiers (AWS Config Developer Guide,
 * "List of AWS Config Managed Rules"); those that are about this server alone begin with LARDER.
 */
public enum Rule {
  DYNAMODB_AUTOSCALING_ENABLED(
      ResourceType.TABLE, "DynamoDB.1", "capacity follows the load: billed by request"),
  DYNAMODB_PITR_ENABLED(ResourceType.TABLE, "DynamoDB.2", "point-in-time recovery is on"),
  DYNAMODB_IN_BACKUP_PLAN(ResourceType.TABLE, "DynamoDB.4", "a backup plan has the table"),
  TAGGED_DYNAMODB_TABLE(ResourceType.TABLE, "DynamoDB.5", "the table has a tag"),
  DYNAMODB_TABLE_DELETION_PROTECTION_ENABLED(
      ResourceType.TABLE, "DynamoDB.6", "deletion protection is on"),
  DYNAMODB_TABLE_ENCRYPTED_KMS(ResourceType.TABLE, null, "a key of the customer seals the table"),
  DYNAMODB_TABLE_ENCRYPTION_ENABLED(ResourceType.TABLE, null, "the table is sealed on disk"),
  DYNAMODB_THROUGHPUT_LIMIT_CHECK(
      ResourceType.ACCOUNT, null, "provisioned capacity is below 80% of the account's"),
  DAX_ENCRYPTION_ENABLED(ResourceType.CLUSTER, "DynamoDB.3", "DAX's data are sealed on disk"),
  DAX_TLS_ENDPOINT_ENCRYPTION(
      ResourceType.CLUSTER, "DynamoDB.7", "from elsewhere DAX is reached by TLS only"),
  ACCESS_KEYS_ROTATED(ResourceType.KEY, "IAM.3", "the key is at most 90 days old"),
  IAM_USER_UNUSED_CREDENTIALS_CHECK(ResourceType.KEY, "IAM.8", "the key was used within 90 days"),
  IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS(
      ResourceType.POLICY, "IAM.1", "the policy does not allow everything on everything"),
  IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS(
      ResourceType.POLICY, "IAM.21", "the policy does not allow all of a service's actions"),
  IAM_USER_NO_POLICIES_CHECK(
      ResourceType.USER, "IAM.2", "the user has its policies from groups or roles"),
  CLOUD_TRAIL_ENABLED(ResourceType.SERVER, "CloudTrail.3", "calls are audited"),
  CLOUDTRAIL_DATA_EVENTS_RECORDED(
      ResourceType.SERVER, null, "reads and writes of items are audited"),
  LARDER_SIGNATURES_VERIFIED(ResourceType.SERVER, null, "signatures are verified"),
  LARDER_AUTHORIZATION_ENFORCED(ResourceType.SERVER, null, "what policies deny is refused"),
  LARDER_TLS_ENABLED(
      ResourceType.LISTENER, null, "what other machines reach is reached by TLS only"),
  LARDER_CLUSTER_SECRET(ResourceType.SERVER, null, "nodes of a cluster share a secret");

  private final ResourceType type;
  private final @Nullable String control;
  private final String claim;

  Rule(ResourceType type, @Nullable String control, String claim) {
    this.type = type;
    this.control = control;
    this.claim = claim;
  }

  /** What a rule is about. */
  public enum ResourceType {
    ACCOUNT("AWS::::Account"),
    CLUSTER("AWS::DAX::Cluster"),
    KEY("AWS::IAM::AccessKey"),
    LISTENER("Larder::Listener"),
    POLICY("AWS::IAM::Policy"),
    SERVER("Larder::Server"),
    TABLE("AWS::DynamoDB::Table"),
    USER("AWS::IAM::User");

    private final String text;

    ResourceType(String text) {
      this.text = text;
    }

    /** As AWS Config writes it. */
    public String text() {
      return text;
    }
  }

  public ResourceType type() {
    return type;
  }

  /** The control of Security Hub's standards; null if there is none. */
  public @Nullable String control() {
    return control;
  }

  /** What holds of those that comply. */
  public String claim() {
    return claim;
  }

  Finding finding(String resource, boolean holds) {
    return new Finding(this, resource, Compliance.of(holds), null);
  }

  Finding finding(String resource, boolean holds, String annotation) {
    return new Finding(this, resource, Compliance.of(holds), annotation);
  }

  Finding finding(String resource, Compliance compliance, String annotation) {
    return new Finding(this, resource, compliance, annotation);
  }
}
