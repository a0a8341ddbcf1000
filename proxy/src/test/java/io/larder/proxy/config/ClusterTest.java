package io.larder.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterTest {
  private static final Map<String, String> NODE =
      Map.of(
          "store.kind",
          "upstream",
          "upstream.endpoint",
          "http://10.0.0.9:8000",
          "cluster.enabled",
          "true");

  private static Configuration load(String key, String value) {
    Map<String, String> values = new HashMap<>(NODE);
    values.put(key, value);
    return new ConfigurationSources(null, Map.of(), values).load();
  }

  private static List<String> problems(String key, String value) {
    return catchThrowableOfType(InvalidConfigurationException.class, () -> load(key, value))
        .problems();
  }

  @Test
  void nodesOfOneMachineNeedNothingElse() {
    // When
    Cluster cluster = load("cluster.enabled", "true").cluster();

    // Then
    assertThat(cluster.enabled()).isTrue();
    assertThat(cluster.advertisedHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void othersAreToldTheAddressThatTheyReach() {
    // When
    Cluster cluster = load("cluster.advertised-address", "10.0.0.1").cluster();

    // Then
    assertThat(cluster.advertisedHost()).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "store.kind, lmdb, cluster.enabled",
    "upstream.writers, dax, cluster.enabled",
    "cluster.host, 10.0.0.1, cluster.secret-file",
    "cluster.advertised-address, 10.0.0.1:7800, cluster.advertised-address",
    "cluster.advertised-address, '10.0.0.1, 10.0.0.2', cluster.advertised-address"
  })
  void saysWhatIsMissing(String key, String value, String blamed) {
    assertThat(problems(key, value)).singleElement().asString().startsWith(blamed + ": ");
  }

  @Test
  void whoListensEverywhereMustSayWhereItIsFound() {
    // Given
    Map<String, String> values = new HashMap<>(NODE);
    values.put("cluster.host", "0.0.0.0");
    values.put("cluster.secret-file", "secret");
    var sources = new ConfigurationSources(null, Map.of(), values);

    // When
    var invalid = catchThrowableOfType(InvalidConfigurationException.class, sources::load);

    // Then
    assertThat(invalid.problems()).singleElement().asString().startsWith("cluster.host: ");

    // When
    values.put("cluster.advertised-address", "10.0.0.1");

    // Then
    assertThat(new ConfigurationSources(null, Map.of(), values).load().cluster().advertisedHost())
        .isEqualTo("10.0.0.1");
  }

  @Test
  void aServerOnItsOwnMayBeConfiguredAsItLikes() {
    assertThat(load("cluster.enabled", "false").cluster().enabled()).isFalse();
  }
}
