package io.larder.security.identity;

import java.util.List;
import java.util.Map;

/** What policies can be attached to. */
public sealed interface PolicyHolder extends Entity permits Group, Role, User {
  /** Begins and ends with a slash. */
  String path();

  String name();

  /** The unique id, which no other ever had. */
  String id();

  String arn();

  /** Documents by the names of the policies. */
  Map<String, String> inlinePolicies();

  /** ARNs of managed policies. */
  List<String> attachedPolicies();

  /** The same with other policies. */
  PolicyHolder withPolicies(Map<String, String> inline, List<String> attached);
}
