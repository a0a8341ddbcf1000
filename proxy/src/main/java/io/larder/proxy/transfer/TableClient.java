package io.larder.proxy.transfer;

import io.larder.proxy.upstream.Credentials;
import io.larder.proxy.upstream.SignedCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls a server by the JSON protocol, and calls again where that may help. For any number of
 * threads.
 */
final class TableClient implements AutoCloseable {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String TYPE = "application/x-amz-json-1.0";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int ATTEMPTS = 12;
  private static final long FIRST_WAIT_MILLIS = 50;
  private static final long LONGEST_WAIT_MILLIS = 5_000;
  private static final int MAX_ANSWER = 32 << 20;
  private static final int OK = 200;
  private static final int SERVER_FAILS = 500;

  private static final List<String> PASSING =
      List.of(
          "ProvisionedThroughputExceededException",
          "ThrottlingException",
          "RequestLimitExceeded",
          "LimitExceededException",
          "TransactionInProgressException",
          "InternalServerError");

  private final URI endpoint;
  private final String region;
  private final Credentials credentials;
  private final InstantSource clock;
  private final HttpClient client;

  /** {@code trust} vouches for the server over HTTPS; null for what Java trusts. */
  TableClient(
      URI endpoint,
      String region,
      Credentials credentials,
      @Nullable SSLContext trust,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.region = region;
    this.credentials = credentials;
    this.clock = clock;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    this.client = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  /** That the server says no. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedException(String code, String message) {
      super(code + ": " + message);
      this.code = code;
    }

    boolean is(String other) {
      return code.equals(other);
    }
  }

  /**
   * Makes a call.
   *
   * @throws RefusedException if the server refuses it for good
   * @throws IOException if it cannot be asked, after some attempts
   */
  JsonNode call(String operation, JsonNode request) throws IOException, InterruptedException {
    byte[] body = MAPPER.writeValueAsBytes(request);
    IOException failure = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        pause(attempt);
      }
      try {
        HttpResponse<InputStream> answer = send(operation, body);
        JsonNode json = parse(answer);
        if (answer.statusCode() == OK) {
          return json;
        }
        String type = json.path("__type").asString();
        String code = type.substring(type.indexOf('#') + 1);
        String message =
            json.has("message")
                ? json.path("message").asString()
                : json.path("Message").asString("");
        var refused =
            new RefusedException(code.isEmpty() ? "HTTP " + answer.statusCode() : code, message);
        if (answer.statusCode() < SERVER_FAILS && !PASSING.contains(code)) {
          throw refused;
        }
        failure = refused;
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        failure = new IOException(endpoint + " cannot be asked: " + e, e);
      }
    }
    throw failure == null ? new IOException("no attempt") : failure;
  }

  /** Waits before another attempt, longer each time. */
  static void pause(int attempt) throws InterruptedException {
    long most = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(attempt, 10));
    Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  private HttpResponse<InputStream> send(String operation, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofByteArray(body));
    Map<String, String> own =
        Map.of(
            "host", host(), "content-type", TYPE, "x-amz-target", "DynamoDB_20120810." + operation);
    SignedCall.headers(credentials, region, "dynamodb", own, body, clock.instant())
        .forEach(request::header);
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  private static JsonNode parse(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream in = answer.body()) {
      return MAPPER.readTree(in.readNBytes(MAX_ANSWER));
    } catch (JacksonException e) {
      throw new IOException("HTTP " + answer.statusCode() + ", and no answer in JSON", e);
    }
  }

  /** As the client sends it. */
  private String host() {
    int port = endpoint.getPort();
    int usual = endpoint.getScheme().equals("https") ? 443 : 80;
    return port < 0 || port == usual ? endpoint.getHost() : endpoint.getHost() + ':' + port;
  }

  /** The description of a table; null if there is none of that name. */
  @Nullable JsonNode describe(String table) throws IOException, InterruptedException {
    try {
      return call("DescribeTable", named(table)).path("Table");
    } catch (RefusedException e) {
      if (e.is("ResourceNotFoundException")) {
        return null;
      }
      throw e;
    }
  }

  /** Makes a table and waits until it can be used. */
  JsonNode create(ObjectNode request) throws IOException, InterruptedException {
    call("CreateTable", request);
    String table = request.path("TableName").asString();
    for (int attempt = 1; attempt <= 10 * ATTEMPTS; attempt++) {
      JsonNode description = describe(table);
      if (description != null && description.path("TableStatus").asString().equals("ACTIVE")) {
        return description;
      }
      pause(attempt);
    }
    throw new IOException("table " + table + " does not become ACTIVE");
  }

  static ObjectNode named(String table) {
    return MAPPER.createObjectNode().put("TableName", table);
  }

  @Override
  public void close() {
    client.close();
  }
}
