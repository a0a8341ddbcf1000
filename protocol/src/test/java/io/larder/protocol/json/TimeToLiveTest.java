package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsResponse;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.DescribeTimeToLiveResponse;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.protocol.operation.UpdateTimeToLiveResponse;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeToLiveTest {
  private static final String ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/Music";
  private static final String PATH = "timeToLiveSpecification";

  private static String json(Response response) {
    var out = new JsonWriter();
    ResponseEncoder.encode(response, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  @Test
  void requestsAreReadWithNameOrArn() {
    assertThat(
            Decoding.decode(
                Operation.UPDATE_TIME_TO_LIVE,
                "{'TableName':'"
                    + ARN
                    + "','TimeToLiveSpecification':{'Enabled':true,'AttributeName':'ttl'}}"))
        .isEqualTo(new UpdateTimeToLiveRequest(ARN, new TimeToLiveSpecification("ttl", true)));
    assertThat(Decoding.decode(Operation.DESCRIBE_TIME_TO_LIVE, "{'TableName':'" + ARN + "'}"))
        .isEqualTo(new DescribeTimeToLiveRequest(ARN));
    assertThat(
            Decoding.decode(Operation.DESCRIBE_CONTINUOUS_BACKUPS, "{'TableName':'Music','x':1}"))
        .isEqualTo(new DescribeContinuousBackupsRequest("Music"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | Value null at '" + PATH + "' failed to satisfy constraint: Member must not be null",
        "{'Enabled':true} | Value null at '"
            + PATH
            + ".attributeName' failed to satisfy constraint: Member must not be null",
        "{'AttributeName':'a'} | Value null at '"
            + PATH
            + ".enabled' failed to satisfy constraint: Member must not be null",
        "{'AttributeName':'','Enabled':true} | Value '' at '"
            + PATH
            + ".attributeName' failed to satisfy constraint: Member must have length greater than"
            + " or equal to 1",
      },
      quoteCharacter = '`')
  void specificationsAreValidated(String specification, String violation) {
    assertThat(
            Decoding.invalid(
                Operation.UPDATE_TIME_TO_LIVE,
                "{'TableName':'Music','TimeToLiveSpecification':" + specification + "}"))
        .isEqualTo("1 validation error detected: " + violation);
  }

  @Test
  void longAttributeNamesAreRefused() {
    String tooLong = "a".repeat(256);

    assertThat(
            Decoding.invalid(
                Operation.UPDATE_TIME_TO_LIVE,
                "{'TableName':'Music','TimeToLiveSpecification':{'Enabled':true,'AttributeName':'"
                    + tooLong
                    + "'}}"))
        .isEqualTo(
            "1 validation error detected: Value '"
                + tooLong
                + "' at '"
                + PATH
                + ".attributeName' failed to satisfy constraint: Member must have length less than"
                + " or equal to 255");
  }

  @Test
  void aMissingTableIsReportedFirst() {
    String message = "The parameter 'TableName' is required but was not present in the request";

    assertThat(Decoding.invalid(Operation.UPDATE_TIME_TO_LIVE, "{}")).isEqualTo(message);
    assertThat(Decoding.invalid(Operation.DESCRIBE_TIME_TO_LIVE, "{}")).isEqualTo(message);
    assertThat(Decoding.invalid(Operation.DESCRIBE_CONTINUOUS_BACKUPS, "{}")).isEqualTo(message);
  }

  @Test
  void responsesAreWritten() {
    assertThat(json(new UpdateTimeToLiveResponse(new TimeToLiveSpecification("ttl", false))))
        .isEqualTo("{\"TimeToLiveSpecification\":{\"Enabled\":false,\"AttributeName\":\"ttl\"}}");
    assertThat(json(new DescribeTimeToLiveResponse("ttl")))
        .isEqualTo(
            "{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"ENABLED\","
                + "\"AttributeName\":\"ttl\"}}");
    assertThat(json(new DescribeTimeToLiveResponse(null)))
        .isEqualTo("{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"DISABLED\"}}");
    assertThat(json(new DescribeContinuousBackupsResponse(null)))
        .isEqualTo(
            "{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\","
                + "\"PointInTimeRecoveryDescription\":{\"PointInTimeRecoveryStatus\":"
                + "\"DISABLED\"}}}");
  }
}
