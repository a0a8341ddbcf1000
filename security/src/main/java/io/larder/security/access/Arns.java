package io.larder.security.access;

import org.jspecify.annotations.Nullable;

/**
 * The ARNs of what one account has in one region.
 *
 * @param region such as {@code us-east-1}
 * @param account twelve digits
 */
public record Arns(String region, String account) {
  /** Stands for everything. */
  public static final String ALL = "*";

  private static final String INDEX = "/index/";
  private static final String STREAM = "/stream/";

  /** Of a table that a request names by name or ARN. An ARN stays as it is. */
  String table(String nameOrArn) {
    return nameOrArn.startsWith("arn:") ? nameOrArn : dynamodb("table/" + nameOrArn);
  }

  /** The table of a stream, if that is what an ARN names; else what is named. */
  static String withoutStream(String nameOrArn) {
    int stream = nameOrArn.indexOf(STREAM);
    return stream < 0 ? nameOrArn : nameOrArn.substring(0, stream);
  }

  /** The table of a stream; null if no stream is named. */
  static @Nullable String tableOfStream(String arn) {
    int stream = arn.indexOf(STREAM);
    return stream < 0 ? null : arn.substring(0, stream);
  }

  /** Of an index of that table; of the table if {@code index} is null. */
  String index(String tableNameOrArn, @Nullable String index) {
    String table = table(tableNameOrArn);
    return index == null ? table : table + INDEX + index;
  }

  /** What the service names where all tables are meant. */
  String allTables() {
    return dynamodb("table/*");
  }

  String globalTable(String name) {
    return "arn:aws:dynamodb::" + account + ":global-table/" + name;
  }

  public String daxCluster(String name) {
    return "arn:aws:dax:" + region + ":" + account + ":cache/" + name;
  }

  private String dynamodb(String resource) {
    return "arn:aws:dynamodb:" + region + ":" + account + ":" + resource;
  }
}
