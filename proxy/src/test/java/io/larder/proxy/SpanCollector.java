package io.larder.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector of OpenTelemetry that reads the traces which it is sent. */
final class SpanCollector implements AutoCloseable {
  private final HttpServer server;
  private final List<Spoken> spans = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();

  /** A span as it was sent, its ids in hexadecimal digits. */
  record Spoken(
      String name,
      Span.SpanKind kind,
      String trace,
      String id,
      String parent,
      long nanos,
      boolean hasFailed,
      Map<String, String> attributes,
      Map<String, String> resource) {}

  SpanCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::collect);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  private void collect(HttpExchange exchange) throws IOException {
    try (exchange) {
      tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Token")));
      var request =
          ExportTraceServiceRequest.parseFrom(new GZIPInputStream(exchange.getRequestBody()));
      request
          .getResourceSpansList()
          .forEach(
              resource ->
                  resource
                      .getScopeSpansList()
                      .forEach(
                          scope ->
                              scope
                                  .getSpansList()
                                  .forEach(
                                      span ->
                                          spans.add(
                                              read(
                                                  span,
                                                  texts(
                                                      resource
                                                          .getResource()
                                                          .getAttributesList()))))));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Spoken read(Span span, Map<String, String> resource) {
    HexFormat hex = HexFormat.of();
    return new Spoken(
        span.getName(),
        span.getKind(),
        hex.formatHex(span.getTraceId().toByteArray()),
        hex.formatHex(span.getSpanId().toByteArray()),
        hex.formatHex(span.getParentSpanId().toByteArray()),
        span.getEndTimeUnixNano() - span.getStartTimeUnixNano(),
        span.getStatus().getCodeValue() == 2,
        texts(span.getAttributesList()),
        resource);
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new TreeMap<>();
    attributes.forEach(each -> texts.put(each.getKey(), text(each.getValue())));
    return texts;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> String.valueOf(value.getIntValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(SpanCollector::text)
              .toList()
              .toString();
      default -> throw new IllegalStateException(value.toString());
    };
  }

  /** All that have come. */
  List<Spoken> spans() {
    return List.copyOf(spans);
  }

  /** The values of the header X-Token of all requests. */
  List<String> tokens() {
    return List.copyOf(tokens);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
