package io.larder.proxy.kinesis;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.upstream.Credentials;
import io.larder.proxy.upstream.CredentialsSource;
import io.larder.proxy.upstream.SignedCall;
import io.larder.store.delivery.DeliveredChange;
import io.larder.store.delivery.DeliveryException;
import io.larder.store.delivery.DeliveryTarget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The data streams of a service that speaks Kinesis' protocol: DescribeStreamSummary and
 * PutRecords. Each call is bounded in time and bytes.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html">
 *     PutRecords</a>
 */
public final class KinesisStreams implements DeliveryTarget {
  private static final String TARGET = "Kinesis_20131202.";
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int MAX_ANSWER = 1 << 20;

  /** The most that every stream takes in one record. */
  private static final int MAX_DATA = 1 << 20;

  private static final String TOO_MANY = "ProvisionedThroughputExceededException";

  /** What is wrong with the request itself: with its size if it is right otherwise. */
  private static final Set<String> INVALID =
      Set.of("ValidationException", "InvalidArgumentException", "SerializationException");

  /** What will not pass by itself. */
  private static final Set<String> FINAL =
      Set.of(
          "ResourceNotFoundException",
          "AccessDeniedException",
          "ValidationException",
          "InvalidArgumentException");

  private static final Pattern ARN =
      Pattern.compile("arn:[a-z-]+:kinesis:([a-z0-9-]+):[0-9]{12}:stream/([a-zA-Z0-9_.-]{1,128})");

  private final URI endpoint;
  private final @Nullable String region;
  private final Supplier<Credentials> credentials;
  private final InstantSource clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIME)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /** The name and region of a stream. */
  private record Stream(String arn, String name, String region) {}

  /** {@code region} is what calls are signed for; null for that of each stream. */
  public KinesisStreams(
      URI endpoint, @Nullable String region, CredentialsSource credentials, InstantSource clock) {
    this.endpoint = endpoint;
    this.region = region;
    this.credentials = SignedCall.credentialsOf(credentials);
    this.clock = clock;
  }

  @Override
  public void check(String streamArn) throws DeliveryException, InterruptedException {
    Stream stream = stream(streamArn);
    KinesisAnswer answer = call("DescribeStreamSummary", stream, request(stream));
    if (!answer.isGood()) {
      throw failure(answer);
    }
    switch (answer.streamStatus()) {
      case "ACTIVE", "UPDATING" -> {}
      default ->
          throw new DeliveryException(
              "the data stream has the status " + answer.streamStatus(), false);
    }
  }

  private static Stream stream(String arn) throws DeliveryException {
    Matcher parts = ARN.matcher(arn);
    if (!parts.matches()) {
      throw new DeliveryException("that is no ARN of a Kinesis data stream", true);
    }
    return new Stream(arn, parts.group(2), parts.group(1));
  }

  /** The beginning of a request. */
  private static JsonWriter request(Stream stream) {
    return new JsonWriter()
        .beginObject()
        .name("StreamName")
        .value(stream.name())
        .name("StreamARN")
        .value(stream.arn());
  }

  @Override
  public List<Receipt> put(String streamArn, List<DeliveredChange> changes)
      throws DeliveryException, InterruptedException {
    Stream stream = stream(streamArn);
    JsonWriter request = request(stream).name("Records").beginArray();
    int dataLength = 0;
    for (DeliveredChange change : changes) {
      byte[] data = RecordData.of(change);
      dataLength = data.length;
      request
          .beginObject()
          .name("Data")
          .value(Base64.getEncoder().encodeToString(data))
          .name("PartitionKey")
          .value(RecordData.partitionKey(change))
          .endObject();
    }
    KinesisAnswer answer = call("PutRecords", stream, request.endArray());
    if (answer.isGood()) {
      return receipts(answer, changes.size());
    }
    if (answer.errorType().equals(TOO_MANY)) {
      return Collections.nCopies(changes.size(), Receipt.THROTTLED);
    }
    if (!INVALID.contains(answer.errorType())) {
      throw failure(answer);
    }
    if (changes.size() > 1) {
      return putHalves(streamArn, changes);
    }
    if (dataLength > MAX_DATA) {
      return List.of(Receipt.REFUSED);
    }
    throw failure(answer);
  }

  /** What is too much together may not be too much alone. */
  private List<Receipt> putHalves(String streamArn, List<DeliveredChange> changes)
      throws DeliveryException, InterruptedException {
    int half = changes.size() / 2;
    List<Receipt> all = new ArrayList<>(put(streamArn, changes.subList(0, half)));
    all.addAll(put(streamArn, changes.subList(half, changes.size())));
    return all;
  }

  private static List<Receipt> receipts(KinesisAnswer answer, int changes)
      throws DeliveryException {
    if (answer.errorCodes().size() != changes) {
      throw new DeliveryException("the answer does not say what became of each record", false);
    }
    return answer.errorCodes().stream()
        .map(
            code ->
                switch (code) {
                  case "" -> Receipt.TAKEN;
                  case TOO_MANY -> Receipt.THROTTLED;
                  default -> Receipt.FAILED;
                })
        .toList();
  }

  private static DeliveryException failure(KinesisAnswer answer) {
    String what = answer.errorType().isEmpty() ? "status " + answer.status() : answer.errorType();
    // Of a request that it does not like a service may repeat any part.
    String said = INVALID.contains(answer.errorType()) ? "" : ": " + answer.message();
    return new DeliveryException(what + said, FINAL.contains(answer.errorType()));
  }

  private KinesisAnswer call(String operation, Stream stream, JsonWriter request)
      throws DeliveryException, InterruptedException {
    byte[] body = request.endObject().toByteArray();
    HttpRequest.Builder http = HttpRequest.newBuilder(endpoint.resolve("/")).timeout(TIME);
    headers(operation, stream, body).forEach(http::header);
    try {
      HttpResponse<byte[]> response =
          client.send(
              http.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
      return KinesisAnswer.read(
          response.statusCode(),
          response.body(),
          response.headers().firstValue("x-amzn-errortype").orElse(null));
    } catch (IOException e) {
      throw new DeliveryException(
          endpoint + " cannot be reached: " + (e.getMessage() == null ? e : e.getMessage()), false);
    }
  }

  private Map<String, String> headers(String operation, Stream stream, byte[] body)
      throws DeliveryException {
    try {
      return SignedCall.headers(
          credentials.get(),
          region == null ? stream.region() : region,
          "kinesis",
          Map.of(
              "host",
              endpoint.getRawAuthority(),
              "content-type",
              "application/x-amz-json-1.1",
              "x-amz-target",
              TARGET + operation),
          body,
          clock.instant());
    } catch (IllegalStateException e) {
      throw new DeliveryException("no credentials: " + e.getMessage(), false);
    }
  }
}
