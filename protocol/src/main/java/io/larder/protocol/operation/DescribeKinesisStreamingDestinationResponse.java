package io.larder.protocol.operation;

import java.util.List;

/** Where it sends them, has sent them and was to send them. */
public record DescribeKinesisStreamingDestinationResponse(
    String tableName, List<KinesisDataStreamDestination> kinesisDataStreamDestinations)
    implements Response {
  public DescribeKinesisStreamingDestinationResponse {
    kinesisDataStreamDestinations = List.copyOf(kinesisDataStreamDestinations);
  }
}
