package io.larder.security.posture;

import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules about tables. */
final class TableRules {
  /** Of the account's capacity, as the rule has it where nothing else is set. */
  private static final int THROUGHPUT_PERCENT = 80;

  private TableRules() {}

  static List<Finding> check(TableFacts facts, ServerFacts server) {
    List<Finding> findings = new ArrayList<>();
    for (TableFacts.Described each : facts.tables()) {
      check(each, server, findings);
    }
    findings.add(throughput(facts, server.account()));
    return findings;
  }

  private static void check(
      TableFacts.Described described, ServerFacts server, List<Finding> findings) {
    TableDescription table = described.table();
    TableOptions options = table.options();
    String arn = table.identity().tableArn();
    findings.add(
        Rule.DYNAMODB_AUTOSCALING_ENABLED.finding(
            arn, options.billingMode() == BillingMode.PAY_PER_REQUEST));
    findings.add(
        Rule.DYNAMODB_PITR_ENABLED.finding(
            arn, false, "not offered: back up the data folder, or the upstream"));
    findings.add(
        Rule.DYNAMODB_IN_BACKUP_PLAN.finding(
            arn, Compliance.INSUFFICIENT_DATA, "backups are made outside of the server"));
    Boolean isTagged = described.isTagged();
    findings.add(
        isTagged == null
            ? Rule.TAGGED_DYNAMODB_TABLE.finding(
                arn, Compliance.INSUFFICIENT_DATA, "the tags could not be read")
            : Rule.TAGGED_DYNAMODB_TABLE.finding(arn, isTagged));
    findings.add(
        Rule.DYNAMODB_TABLE_DELETION_PROTECTION_ENABLED.finding(
            arn, Boolean.TRUE.equals(options.deletionProtectionEnabled())));
    boolean hasKey = table.kmsMasterKeyArn() != null;
    findings.add(Rule.DYNAMODB_TABLE_ENCRYPTED_KMS.finding(arn, hasKey));
    Boolean seals = server.seals();
    findings.add(
        seals == null
            ? Rule.DYNAMODB_TABLE_ENCRYPTION_ENABLED.finding(
                arn, Compliance.INSUFFICIENT_DATA, "the upstream knows")
            : Rule.DYNAMODB_TABLE_ENCRYPTION_ENABLED.finding(arn, seals));
  }

  private static Finding throughput(TableFacts facts, String account) {
    DescribeLimitsResponse limits = facts.limits();
    if (limits == null || !facts.isComplete()) {
      return Rule.DYNAMODB_THROUGHPUT_LIMIT_CHECK.finding(
          account,
          Compliance.INSUFFICIENT_DATA,
          "the tables or the account's limits are not known");
    }
    long reads = 0;
    long writes = 0;
    for (TableFacts.Described each : facts.tables()) {
      for (ProvisionedThroughput throughput : throughputs(each.table())) {
        reads += throughput.readCapacityUnits();
        writes += throughput.writeCapacityUnits();
      }
    }
    return Rule.DYNAMODB_THROUGHPUT_LIMIT_CHECK.finding(
        account,
        reads * 100 < limits.accountMaxReadCapacityUnits() * THROUGHPUT_PERCENT
            && writes * 100 < limits.accountMaxWriteCapacityUnits() * THROUGHPUT_PERCENT,
        reads + " read and " + writes + " write units are provisioned");
  }

  private static List<ProvisionedThroughput> throughputs(TableDescription table) {
    List<ProvisionedThroughput> all = new ArrayList<>();
    add(all, table.options().provisionedThroughput());
    for (GlobalSecondaryIndexDescription index : table.schema().globalSecondaryIndexes()) {
      add(all, index.index().provisionedThroughput());
    }
    return all;
  }

  private static void add(
      List<ProvisionedThroughput> target, @Nullable ProvisionedThroughput throughput) {
    if (throughput != null) {
      target.add(throughput);
    }
  }
}
