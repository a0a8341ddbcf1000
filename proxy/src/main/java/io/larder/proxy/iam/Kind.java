package io.larder.proxy.iam;

import io.larder.security.policy.PolicyKind;
import java.util.Locale;

/** What policies are attached to, as the operations of IAM are named. */
enum Kind {
  USER("User", PolicyKind.USER_INLINE),
  GROUP("Group", PolicyKind.GROUP_INLINE),
  ROLE("Role", PolicyKind.ROLE_INLINE);

  private final String text;
  private final PolicyKind own;

  Kind(String text, PolicyKind own) {
    this.text = text;
    this.own = own;
  }

  /** Of its own policies. */
  PolicyKind own() {
    return own;
  }

  /** The operation of that name: {@code PutUserPolicy} for {@code Put%sPolicy}. */
  String operation(String pattern) {
    return pattern.replace("%s", text);
  }

  /** The parameters of an operation on the one of that name. */
  Form named(String name) {
    return new Form().with(text + "Name", name);
  }

  /** For people. */
  String words(String name) {
    return text.toLowerCase(Locale.ROOT) + ' ' + name;
  }
}
