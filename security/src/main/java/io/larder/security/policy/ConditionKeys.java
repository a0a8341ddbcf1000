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
