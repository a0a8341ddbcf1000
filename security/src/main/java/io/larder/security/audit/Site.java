package io.larder.security.audit;

/** The account and the region that the records are of. */
public record Site(String account, String region) {
  private static final String INDEX = "/index/";

  /** The same account in another region. */
  public Site in(String other) {
    return new Site(account, other);
  }

  /** The ARN of a table that a request calls {@code nameOrArn}. */
  public String tableArn(String nameOrArn) {
    if (!nameOrArn.startsWith("arn:")) {
      return "arn:aws:dynamodb:" + region + ":" + account + ":table/" + nameOrArn;
    }
    int index = nameOrArn.indexOf(INDEX);
    return index < 0 ? nameOrArn : nameOrArn.substring(0, index);
  }
}
