package io.larder.security.policy;

import io.larder.security.auth.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Callers of the tests, by the names that the tables have for them. */
final class PolicyCallers {
  static final String ACCOUNT = "111122223333";
  static final String PROVIDER = "arn:aws:iam::111122223333:oidc-provider/accounts.example.com";
  private static final String OTHER = "444455556666";

  private PolicyCallers() {}

  static Caller of(String name) {
    return switch (name) {
      case "user" -> new Caller.Signed(user(ACCOUNT));
      case "session" -> new Caller.Signed(session(ACCOUNT));
      case "root" -> new Caller.Signed(new Principal.Root(ACCOUNT, "AKIAROOT"));
      case "stranger" -> new Caller.Signed(user(OTHER));
      case "strange-session" -> new Caller.Signed(session(OTHER));
      case "strange-root" -> new Caller.Signed(new Principal.Root(OTHER, "AKIAROOT"));
      case "unverified" -> new Caller.Signed(Principal.UNVERIFIED);
      case "provider" -> new Caller.Federated(PROVIDER);
      case "other-provider" -> new Caller.Federated(PROVIDER + "/other");
      default -> throw new IllegalArgumentException(name);
    };
  }

  static Principal.User user(String account) {
    return new Principal.User(
        account,
        "arn:aws:iam::" + account + ":user/u1",
        "AIDAU1XXXXXXXXXXXXXXX",
        "u1",
        "AKIAU1",
        null);
  }

  static Principal.AssumedRole session(String account) {
    return new Principal.AssumedRole(
        account,
        "arn:aws:iam::" + account + ":role/team/app",
        "AROAAPPXXXXXXXXXXXXXX",
        "app",
        "ASIAAPP",
        new Principal.Session(
            "s", Instant.EPOCH, Instant.MAX, Map.of(), Set.of(), List.of(), null, null));
  }
}
