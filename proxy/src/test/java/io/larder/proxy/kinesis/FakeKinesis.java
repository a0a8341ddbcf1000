package io.larder.proxy.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on a free port that speaks as much of Kinesis as is needed: any number of streams, of
 * which it keeps the records. Answers can be given to it in advance.
 */
public final class FakeKinesis implements AutoCloseable {
  private static final Pattern RECORD =
      Pattern.compile("\\{\"Data\":\"([^\"]*)\",\"PartitionKey\":\"([^\"]*)\"}");
  private static final Pattern SIGNED =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/[0-9]{8}/([a-z0-9-]+)/kinesis/aws4_request,"
              + " SignedHeaders=content-type;host;x-amz-date;x-amz-target,"
              + " Signature=[0-9a-f]{64}");

  private final HttpServer server;
  private final Queue<Canned> canned = new ConcurrentLinkedQueue<>();
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private final List<String> regions = new CopyOnWriteArrayList<>();
  private volatile int mostRecords = Integer.MAX_VALUE;

  /** A record that was taken. */
  public record Taken(String data, String partitionKey) {}

  private record Canned(int status, String body) {}

  public FakeKinesis() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers the next call so, whatever it is; of records it takes none. */
  public void next(int status, String body) {
    canned.add(new Canned(status, body));
  }

  /** Refuses requests with more records from now on, as too large. */
  public void takeAtMost(int records) {
    mostRecords = records;
  }

  /** All records, in the order in which they came. */
  public List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** How many records each request had. */
  public List<Integer> sizes() {
    return List.copyOf(sizes);
  }

  /** What requests were signed for. */
  public List<String> regions() {
    return List.copyOf(regions);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Matcher signature =
          SIGNED.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      if (!signature.matches()) {
        reply(exchange, 403, error("IncompleteSignatureException"));
        return;
      }
      regions.add(signature.group(2));
      Canned next = canned.poll();
      if (next != null) {
        reply(exchange, next.status, next.body);
        return;
      }
      switch (exchange.getRequestHeaders().getFirst("X-Amz-Target")) {
        case "Kinesis_20131202.DescribeStreamSummary" -> describe(exchange, body);
        case "Kinesis_20131202.PutRecords" -> put(exchange, body);
        default -> reply(exchange, 400, error("UnknownOperationException"));
      }
    }
  }

  private static void describe(HttpExchange exchange, String body) throws IOException {
    if (body.contains("\"StreamName\":\"missing\"")) {
      reply(
          exchange,
          400,
          "{\"__type\":\"com.amazonaws.kinesis#ResourceNotFoundException\","
              + "\"message\":\"Stream missing not found.\"}");
    } else {
      reply(exchange, 200, "{\"StreamDescriptionSummary\":{\"StreamStatus\":\"ACTIVE\"}}");
    }
  }

  private void put(HttpExchange exchange, String body) throws IOException {
    Queue<Taken> records = new ArrayDeque<>();
    Matcher record = RECORD.matcher(body);
    while (record.find()) {
      records.add(
          new Taken(
              new String(Base64.getDecoder().decode(record.group(1)), UTF_8), record.group(2)));
    }
    if (records.size() > mostRecords) {
      reply(exchange, 400, error("ValidationException"));
      return;
    }
    sizes.add(records.size());
    List<String> answers = new ArrayList<>();
    for (Taken each : records) {
      taken.add(each);
      answers.add("{\"SequenceNumber\":\"" + taken.size() + "\",\"ShardId\":\"shardId-0\"}");
    }
    reply(
        exchange, 200, "{\"FailedRecordCount\":0,\"Records\":[" + String.join(",", answers) + "]}");
  }

  private static String error(String type) {
    return "{\"__type\":\"" + type + "\",\"message\":\"as told\"}";
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
