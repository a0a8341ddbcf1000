package io.larder.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;
import software.amazon.awssdk.services.dynamodb.streams.endpoints.DynamoDbStreamsEndpointProvider;

final class UpstreamEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "http://localhost:8000, localhost:8000",
    "http://localhost, localhost",
    "http://localhost:443, localhost:443",
    "https://localhost:443/, localhost",
    "http://[::1]:8000, [::1]:8000",
  })
  void saysThePortThatDoesNotGoWithoutSaying(String uri, String authority) {
    assertThat(UpstreamEndpoint.of(URI.create(uri)).authority()).isEqualTo(authority);
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, false, false",
    "us-east-1, true, false",
    "us-east-1, false, true",
    "us-east-1, true, true",
    "us-gov-west-1, false, false",
    "cn-north-1, false, false",
    "cn-north-1, false, true",
  })
  void findsTheStreamsWhereTheSdkDoes(String name, boolean fips, boolean dualStack) {
    Region region = Region.of(name);
    URI tables =
        DynamoDbEndpointProvider.defaultProvider()
            .resolveEndpoint(each -> each.region(region).useFips(fips).useDualStack(dualStack))
            .join()
            .endpointUrl()
            .toUri();
    URI streams =
        DynamoDbStreamsEndpointProvider.defaultProvider()
            .resolveEndpoint(each -> each.region(region).useFips(fips).useDualStack(dualStack))
            .join()
            .endpointUrl()
            .toUri();
    assertThat(UpstreamEndpoint.of(tables).streams()).isEqualTo(UpstreamEndpoint.of(streams));
  }

  @ParameterizedTest
  @CsvSource({
    "https://123456789012.ddb.us-east-1.amazonaws.com,"
        + " https://streams.dynamodb.us-east-1.amazonaws.com"
  })
  void findsTheStreamsOfAnAccount(String tables, String streams) {
    assertThat(UpstreamEndpoint.of(URI.create(tables)).streams()).hasToString(streams);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8000",
        "https://dynamodb.example.com",
        "https://vpce-1.dynamodb.us-east-1.vpce.amazonaws.com"
      })
  void elsewhereStreamsAreWithTheirTables(String uri) {
    UpstreamEndpoint endpoint = UpstreamEndpoint.of(URI.create(uri));
    assertThat(endpoint.streams()).isEqualTo(endpoint);
  }
}
