package io.larder.proxy.caches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of policies that changes while a server runs. */
final class PolicyFileTest {
  @TempDir private Path folder;

  private final List<List<String>> used = new ArrayList<>();
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = folder.resolve("policies.yaml");
    write("- table: first");
  }

  private void write(String text) throws IOException {
    Files.writeString(path, text);
  }

  /** One that looks again only when it is told to. */
  private PolicyFile open() throws IOException {
    return PolicyFile.open(
        path,
        Duration.ofDays(1),
        policies -> used.add(policies.stream().map(Policies.OfTables::pattern).toList()));
  }

  @Test
  void whatChangesIsTaken() throws IOException {
    try (PolicyFile file = open()) {
      file.lookAgain();
      write("- table: second");
      file.lookAgain();
      file.lookAgain();
    }

    assertThat(used).containsExactly(List.of("first"), List.of("second"));
  }

  @Test
  void aBrokenFileLeavesThosePoliciesThatWereThere() throws IOException {
    try (PolicyFile file = open()) {
      write("- table: [");
      file.lookAgain();
      write("- table: second\n  item-ttl: soon");
      file.lookAgain();
      Files.delete(path);
      file.lookAgain();
      write("- table: third");
      file.lookAgain();
    }

    assertThat(used).containsExactly(List.of("first"), List.of("third"));
  }

  @Test
  void aFileOfNoUseIsToldWhereItIsOpened() throws IOException {
    write("- item-ttl: 5m");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(path + ": policies[0].table: must be");
    assertThatThrownBy(() -> PolicyFile.check(path)).isInstanceOf(IOException.class);

    write("a: b: c");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(path + " is not valid YAML: ");

    Files.delete(path);
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessage(path + " cannot be read");
  }
}
