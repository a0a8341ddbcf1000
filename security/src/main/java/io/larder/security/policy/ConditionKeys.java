package io.larder.security.policy;

/**
 * What is known of condition keys beyond a request. Names are in lower case.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">Actions,
 *     resources, and condition keys for Amazon DynamoDB</a>
 */
final class ConditionKeys {
  private ConditionKeys() {}

  /**
   * Whether a key tells callers, or where they come from, well enough that a policy for everyone is
   * not public that fixes it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html">Block
   *     public access with resource-based policies in DynamoDB</a>
   */
  static boolean namesCallers(String key) {
    return switch (key) {
      case "aws:principalaccount",
          "aws:principalarn",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:sourceaccount",
          "aws:sourcearn",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:userid",
          "aws:principalservicename",
          "aws:principalservicenameslist",
          "aws:principalisawsservice",
          "aws:ec2instancesourcevpc",
          "aws:sourceorgid",
          "aws:sourceorgpaths" ->
          true;
      default -> false;
    };
  }

  static boolean isMultiValued(String key) {
    return switch (key) {
      case "dynamodb:attributes",
          "dynamodb:leadingkeys",
          "dynamodb:firstpartitionkeyvalues",
          "dynamodb:secondpartitionkeyvalues",
          "dynamodb:thirdpartitionkeyvalues",
          "dynamodb:fourthpartitionkeyvalues",
          "dynamodb:fistargetarns",
          "sts:transitivetagkeys",
          "aws:tagkeys",
          "aws:principalorgpaths",
          "aws:resourceorgpaths",
          "aws:sourceorgpaths",
          "aws:principalservicenameslist",
          "aws:calledvia" ->
          true;
      default -> key.endsWith(":amr");
    };
  }
}
