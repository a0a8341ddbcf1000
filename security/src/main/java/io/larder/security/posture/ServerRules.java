package io.larder.security.posture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules about the server itself. */
final class ServerRules {
  private ServerRules() {}

  static List<Finding> check(ServerFacts server) {
    List<Finding> findings = new ArrayList<>();
    String name = server.name();
    findings.add(Rule.LARDER_SIGNATURES_VERIFIED.finding(name, server.verifiesSignatures()));
    findings.add(Rule.LARDER_AUTHORIZATION_ENFORCED.finding(name, server.enforcesPolicies()));
    findings.add(Rule.CLOUD_TRAIL_ENABLED.finding(name, server.audits()));
    findings.add(Rule.CLOUDTRAIL_DATA_EVENTS_RECORDED.finding(name, server.auditsItems()));
    findings.add(optional(Rule.LARDER_CLUSTER_SECRET, name, server.sharesSecret(), "no cluster"));
    findings.add(
        optional(Rule.DAX_ENCRYPTION_ENABLED, name, server.seals(), "an upstream has the tables"));
    for (ServerFacts.Listener each : server.listeners()) {
      findings.add(Rule.LARDER_TLS_ENABLED.finding(each.name(), each.isSecure() || each.isLocal()));
      if (each.isDax()) {
        findings.add(
            Rule.DAX_TLS_ENDPOINT_ENCRYPTION.finding(
                each.name(), each.isSecure() || each.isLocal()));
      }
    }
    return findings;
  }

  private static Finding optional(
      Rule rule, String name, @Nullable Boolean holds, String otherwise) {
    return holds == null
        ? rule.finding(name, Compliance.NOT_APPLICABLE, otherwise)
        : rule.finding(name, holds);
  }
}
