package io.larder.security.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Entity;
import io.larder.security.identity.Identities;
import io.larder.security.identity.SecretAccessKey;
import io.larder.security.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostureTest {
  private static final String ACCOUNT = "000000000000";
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

  private static ServerFacts server(boolean all, @Nullable Boolean seals) {
    return new ServerFacts(
        "larder",
        ACCOUNT,
        List.of(
            new ServerFacts.Listener("listen", false, true, false),
            new ServerFacts.Listener("far", false, false, all),
            new ServerFacts.Listener("dax", true, false, all)),
        all,
        all,
        seals,
        all,
        all,
        null);
  }

  private static Compliance of(List<Finding> findings, Rule rule, String resource) {
    return findings.stream()
        .filter(finding -> finding.rule() == rule && finding.resource().equals(resource))
        .map(Finding::compliance)
        .reduce((one, other) -> one == other ? one : null)
        .orElseThrow();
  }

  @Test
  void aServerThatDoesAllComplies() {
    PostureReport report = Posture.of(server(true, true));

    assertThat(report.isCompliant()).isTrue();
    assertThat(report.text()).startsWith("COMPLIANT COMPLIANT=").hasLineCount(1);
    assertThat(PostureReport.isCompliant(report.text())).isTrue();
    assertThat(PostureReport.isCompliant(report.json())).isTrue();
  }

  @Test
  void aServerThatDoesNothingIsToldEachRule() {
    PostureReport report = Posture.of(server(false, false));

    assertThat(report.isCompliant()).isFalse();
    assertThat(PostureReport.isCompliant(report.text())).isFalse();
    assertThat(PostureReport.isCompliant(report.json())).isFalse();
    assertThat(report.findings())
        .filteredOn(finding -> finding.compliance() == Compliance.NON_COMPLIANT)
        .extracting(finding -> finding.rule() + " " + finding.resource())
        .containsExactly(
            "DAX_ENCRYPTION_ENABLED larder",
            "DAX_TLS_ENDPOINT_ENCRYPTION dax",
            "CLOUD_TRAIL_ENABLED larder",
            "CLOUDTRAIL_DATA_EVENTS_RECORDED larder",
            "LARDER_SIGNATURES_VERIFIED larder",
            "LARDER_AUTHORIZATION_ENFORCED larder",
            "LARDER_TLS_ENABLED far",
            "LARDER_TLS_ENABLED dax");
    assertThat(report.text())
        .contains("DAX_TLS_ENDPOINT_ENCRYPTION (DynamoDB.7): not so for dax: ");
    assertThat(report.json())
        .contains(
            "{\"ruleIdentifier\":\"LARDER_TLS_ENABLED\",\"resourceType\":\"Larder::Listener\","
                + "\"resourceId\":\"listen\",\"complianceType\":\"COMPLIANT\"");
  }

  @Test
  void whatAnUpstreamSealsIsNotTheServersToSay() {
    assertThat(of(Posture.of(server(true, null)).findings(), Rule.DAX_ENCRYPTION_ENABLED, "larder"))
        .isEqualTo(Compliance.NOT_APPLICABLE);
  }

  private static User user(String name, Map<String, String> inline, List<String> attached) {
    return new User(
        ACCOUNT,
        "/",
        name,
        "AIDA" + name,
        Instant.EPOCH,
        inline,
        attached,
        List.of(),
        null,
        Map.of());
  }

  private static AccessKey key(String id, boolean isActive, int ageDays) {
    return new AccessKey(
        ACCOUNT,
        "ada",
        id,
        SecretAccessKey.of("secret"),
        isActive,
        NOW.minus(Duration.ofDays(ageDays)));
  }

  private static List<Finding> check(Map<String, Instant> lastUsed, Entity... entities) {
    return IdentityRules.check(Identities.of(1, List.of(entities)), lastUsed::get, NOW);
  }

  @Test
  void keysMustBeNewAndUsed() {
    List<Finding> findings =
        check(
            Map.of("AKIAOLD", NOW, "AKIAUNUSED", NOW.minus(Duration.ofDays(91))),
            user("ada", Map.of(), List.of()),
            key("AKIANEW", true, 90),
            key("AKIAOLD", true, 91),
            key("AKIAUNUSED", true, 10),
            key("AKIANEVER", true, 91),
            key("AKIAOFF", false, 91));

    assertThat(of(findings, Rule.ACCESS_KEYS_ROTATED, "ada/AKIANEW"))
        .isEqualTo(Compliance.COMPLIANT);
    assertThat(of(findings, Rule.ACCESS_KEYS_ROTATED, "ada/AKIAOLD"))
        .isEqualTo(Compliance.NON_COMPLIANT);
    Rule unused = Rule.IAM_USER_UNUSED_CREDENTIALS_CHECK;
    assertThat(of(findings, unused, "ada/AKIANEW")).isEqualTo(Compliance.COMPLIANT);
    assertThat(of(findings, unused, "ada/AKIAOLD")).isEqualTo(Compliance.COMPLIANT);
    assertThat(of(findings, unused, "ada/AKIAUNUSED")).isEqualTo(Compliance.NON_COMPLIANT);
    assertThat(of(findings, unused, "ada/AKIANEVER")).isEqualTo(Compliance.NON_COMPLIANT);
    assertThat(findings).noneMatch(finding -> finding.resource().contains("AKIAOFF"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Allow | *                | *                                  | true  | true",
        "Allow | dynamodb:*       | *                                  | false | true",
        "Allow | dynamodb:Get*    | *                                  | false | false",
        "Allow | *                | arn:aws:dynamodb:*:*:table/Music   | false | false",
        "Deny  | *                | *                                  | false | false",
      })
  void aPolicyMustNotAllowEverything(
      String effect, String action, String resource, boolean isAdmin, boolean isFull) {
    String document =
        "{'Version':'2012-10-17','Statement':{'Effect':'%s','Action':'%s','Resource':'%s'}}"
            .formatted(effect, action, resource)
            .replace('\'', '"');

    List<Finding> findings = check(Map.of(), user("ada", Map.of("p", document), List.of()));

    String name = "arn:aws:iam::000000000000:user/ada/p";
    assertThat(of(findings, Rule.IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS, name))
        .isEqualTo(Compliance.of(!isAdmin));
    assertThat(of(findings, Rule.IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS, name))
        .isEqualTo(Compliance.of(!isFull));
  }

  @Test
  void aPolicyThatCannotBeReadIsToldAsSuch() {
    List<Finding> findings = check(Map.of(), user("ada", Map.of("p", "{"), List.of()));

    assertThat(
            of(
                findings,
                Rule.IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS,
                "arn:aws:iam::000000000000:user/ada/p"))
        .isEqualTo(Compliance.INSUFFICIENT_DATA);
  }

  @Test
  void managedPoliciesAreLookedAtOnceAndUsersShouldHaveNoneOfTheirOwn() {
    String admin = "arn:aws:iam::aws:policy/AdministratorAccess";

    List<Finding> findings =
        check(
            Map.of(),
            user("ada", Map.of(), List.of(admin)),
            user("bob", Map.of(), List.of(admin)),
            user("eve", Map.of(), List.of()));

    assertThat(of(findings, Rule.IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS, admin))
        .isEqualTo(Compliance.NON_COMPLIANT);
    assertThat(findings).filteredOn(finding -> finding.resource().equals(admin)).hasSize(2);
    Rule none = Rule.IAM_USER_NO_POLICIES_CHECK;
    assertThat(of(findings, none, "arn:aws:iam::000000000000:user/ada"))
        .isEqualTo(Compliance.NON_COMPLIANT);
    assertThat(of(findings, none, "arn:aws:iam::000000000000:user/eve"))
        .isEqualTo(Compliance.COMPLIANT);
  }
}
