package io.larder.store.lmdb.tables;

/**
 * Whose the tables are, as their ARNs say it.
 *
 * @param region the region named in ARNs
 * @param accountId the account named in ARNs
 */
public record TableOwner(String region, String accountId) {
  public static final TableOwner DEFAULT = new TableOwner("us-east-1", "000000000000");

  /** What the ARN of a table has before the table's name. */
  String arnPrefix() {
    return "arn:aws:dynamodb:" + region + ":" + accountId + ":table/";
  }
}
