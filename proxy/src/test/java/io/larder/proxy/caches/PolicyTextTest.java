package io.larder.proxy.caches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.cache.policy.Kept;
import io.larder.cache.policy.OwnPolicy;
import io.larder.cache.policy.Policies;
import io.larder.proxy.caches.PolicyText.InvalidPolicyException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Policies as they are written. */
final class PolicyTextTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final OwnPolicy ALL =
      new OwnPolicy(
          Duration.ofMinutes(1),
          Duration.ZERO,
          Duration.ofMillis(1500),
          0.1,
          0.25,
          Set.of(Kept.ITEMS, Kept.ABSENT),
          false,
          true,
          true,
          Duration.ofHours(2));

  private static List<Policies.OfTables> read(String yaml) throws InvalidPolicyException {
    return PolicyText.list(YAML.readTree(yaml));
  }

  private static List<String> problems(String yaml) {
    var invalid = catchThrowableOfType(InvalidPolicyException.class, () -> read(yaml));
    return invalid.problems();
  }

  @Test
  void everyFieldIsRead() throws InvalidPolicyException {
    assertThat(
            read(
                """
                - table: Orders*
                  item-ttl: 1m
                  query-ttl: 0
                  negative-ttl: 1500ms
                  jitter: 10%
                  item-share: 0.25
                  kept: [items, absent]
                  bypass: false
                  write-around: true
                  hides-expired: true
                  stale-while-revalidate: 2h
                - table: "*"
                """))
        .containsExactly(
            new Policies.OfTables("Orders*", ALL), new Policies.OfTables("*", OwnPolicy.NONE));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws InvalidPolicyException {
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    PolicyText.write(ALL, written);

    assertThat(PolicyText.one("Orders", written).own()).isEqualTo(ALL);
  }

  @Test
  void anEmptyFileHasNoPolicies() throws InvalidPolicyException {
    assertThat(read("")).isEmpty();
    assertThat(read("# none yet")).isEmpty();
  }

  @Test
  void keptMayBeNoneOrWordsBetweenCommas() throws InvalidPolicyException {
    List<Policies.OfTables> policies =
        read("[{table: a, kept: none}, {table: b, kept: 'items, scans'}, {table: c, kept: []}]");

    assertThat(policies)
        .extracting(each -> each.own().kept())
        .containsExactly(Set.of(), Set.of(Kept.ITEMS, Kept.SCANS), Set.of());
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThat(
            problems(
                """
                - table: "no name"
                  item-ttl: soon
                - item-share: 2
                  kept: [everything]
                - table: a
                  bypass: perhaps
                  jitter: NaN
                  ttl: 1m
                - table: a
                - just a text
                """))
        .containsExactly(
            "policies[0].table: must be the name of a table, in which * is any text and ? one"
                + " character, not 'no name'",
            "policies[0].item-ttl: must be a duration from 0 to 365d, not 'soon'",
            "policies[1].table: must be the name of a table, in which * is any text and ? one"
                + " character",
            "policies[1].item-share: must be a part from 0 to 1, or from 0% to 100%, not '2'",
            "policies[1].kept: must be none or some of items, absent, queries, indexes, scans, not"
                + " 'everything'",
            "policies[2].jitter: must be a part from 0 to 1, or from 0% to 100%, not 'NaN'",
            "policies[2].bypass: must be true or false, not 'perhaps'",
            "policies[2].ttl: there is no such field",
            "policies[3].table: there is another policy of a",
            "policies[4]: must be a policy, with the field table");
  }

  @Test
  void policiesAreAListThatHasAnEnd() {
    assertThat(problems("table: Orders")).containsExactly("policies must be a list");
    assertThat(problems("- {table: a}\n".repeat(1001)))
        .containsExactly("there may be 1000 policies");
  }

  @Test
  void timesHaveAnEnd() {
    assertThat(problems("[{table: a, query-ttl: 366d}]"))
        .containsExactly("policies[0].query-ttl: must be a duration from 0 to 365d, not '366d'");
  }
}
