package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.MutatedCluster.Mutation;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule of a cluster is needed: without it the simulation finds an answer that is stale. Those
 * that it finds soon are tried in each build, all with {@code -Dcluster.rules=all}.
 */
final class ClusterRulesTest {
  private static final boolean IS_WHOLE = "all".equals(System.getProperty("cluster.rules"));

  /** Under so many seeds at most each is found. */
  private static final int SCHEDULES = IS_WHOLE ? 400 : 150;

  private static final List<Rule> RULES =
      List.of(
          rule(
              "hits need a lease",
              false,
              new Mutation(
                  "LeasedNode",
                  "membership.state() == State.SERVING && membership.lease().isHeld()",
                  "membership.state() == State.SERVING")),
          rule(
              "writes need a lease",
              false,
              new Mutation("Membership", "life.mayWrite() && lease.isHeld()", "life.mayWrite()"),
              new Mutation(
                  "OwnWrites", "if (!lease.isHeld()) {\n      refuse(write);", "if (false) {"),
              new Mutation(
                  "OwnWrites", "if (!lease.isHeld()) {\n      refuseAll();", "if (false) {")),
          rule(
              "writes wait for all members",
              true,
              new Mutation("OwnWrites", "!write.unanswered().isEmpty() || ", "")),
          rule(
              "writes wait when a member is out",
              true,
              new Mutation("OwnWrites", "lease.hasPassedBarrier()", "true")),
          rule(
              "so do those of nodes that only hear of it",
              false,
              new Mutation(
                  "Membership",
                  "            peer.setBeingFenced(false);\n            boolean isOut",
                  "            boolean isOut"),
              new Mutation(
                  "Membership",
                  "if (mayBeAlive) {\n      raiseBarrier",
                  "if (peer.isBeingFenced()) {\n      raiseBarrier")),
          rule(
              "who joins waits to write",
              false,
              new Mutation(
                  "Membership", "may still answer from memory.\n    raiseBarrier();", "\n")),
          rule(
              "who joins waits to answer",
              false,
              new Mutation("Membership", "lease.ofOthers().plus(quietTime),", "Duration.ZERO,")),
          rule(
              "what a lost writer touches stays in flux",
              false,
              new Mutation(
                  "RemoteWrites",
                  "write.end(Message.End.UNKNOWN,",
                  "write.end(Message.End.COMMITTED,"),
              new Mutation(
                  "RemoteWrites", "clock.schedule(until,", "clock.schedule(Duration.ZERO,")),
          rule(
              "unknown ends are told as such",
              false,
              new Mutation(
                  "OwnWrites",
                  "end(Message.End.UNKNOWN, List.of())",
                  "end(Message.End.COMMITTED, List.of())")),
          rule(
              "nothing is sent long after it was let begin",
              false,
              new Mutation("OwnWrites", "return deadline - clock.nanoTime() > 0;", "return true;")),
          rule(
              "who was out voids what it kept",
              false,
              new Mutation(
                  "Life", "if (hold == null) {\n      hold = tables.hold(null);\n    }", "")),
          rule(
              "tables are held on all nodes",
              false,
              new Mutation(
                  "RemoteWrite",
                  "tableNames.stream().map(tables::hold).toList()",
                  "List.<SharedTables.Hold>of()")));

  record Rule(String name, boolean isFoundSoon, List<Mutation> mutations) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Rule rule(String name, boolean isFoundSoon, Mutation... mutations) {
    return new Rule(name, isFoundSoon, List.of(mutations));
  }

  static Stream<Rule> rules() {
    return RULES.stream().filter(rule -> IS_WHOLE || rule.isFoundSoon());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void withoutItAnAnswerIsStale(Rule rule) throws IOException {
    MutatedCluster cluster = MutatedCluster.of(rule.mutations());

    assertThat(search(cluster)).isNotNull();
  }

  private static @Nullable String search(MutatedCluster cluster) {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      String violation = cluster.run(seed);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }
}
