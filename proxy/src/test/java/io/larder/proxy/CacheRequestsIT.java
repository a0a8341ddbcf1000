package io.larder.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request to see or steer the caches is said, and changes nothing. */
final class CacheRequestsIT {
  private static final String PATH = "/admin/cache";
  private static final int MAX_BODY = 1 << 20;

  private static Larder larder;

  @BeforeAll
  static void start() throws IOException {
    larder = RunningLarder.inMemory(Map.of());
    TransferIT.fill(larder, "Music", 1);
  }

  @AfterAll
  static void stop() {
    larder.close();
  }

  /** The answer as it comes, its head included. */
  private static String ask(String method, String path, String body) throws IOException {
    try (Socket socket = Sockets.connect(larder.adminAddresses().getFirst())) {
      Sockets.send(
          socket,
          "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                  .formatted(method, PATH + path)
              + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(body.length(), body));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static void assertRefused(String answer, int status, String reason) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "PUT; /policies/%zz; {}; 400; table: must be",
        "PUT; /policies/%C3; {}; 400; table: must be",
        "PUT; /policies/no%20name; {}; 400; table: must be",
        "DELETE; /policies/%zz; ~~; 404; no policy was set for %zz",
        "PUT; /policies/a/b; {}; 404; not found",
        "PUT; /policies/; {}; 404; not found",
        "GET; /policies/Music; ~~; 405; method not allowed",
        "PATCH; /policies; []; 405; method not allowed",
        "NOTHING; /stats; ~~; 405; method not allowed",
        "POST; /stats; {}; 405; method not allowed",
        "GET; /peek; ~~; 405; method not allowed",
        "PUT; /invalidate; {}; 405; method not allowed",
        "GET; /stats/; ~~; 404; not found",
        "GET; //stats; ~~; 404; not found"
      })
  void pathsAndMethodsThatAreNotThereAreRefused(
      String method, String path, String body, int status, String reason) throws IOException {
    assertRefused(ask(method, path, body), status, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "/peek; [; the body is no JSON",
        "/peek; []; the body must be an object",
        "/peek; {}; reason",
        "/peek; {\"A\":1}; unknown member: A",
        "/peek; {\"TableName\":1,\"Key\":{}}; reason",
        "/peek; {\"TableName\":\"Music\"}; reason",
        "/peek; {\"TableName\":\"Music\",\"Key\":[]}; reason",
        "/peek; {\"TableName\":\"Music\",\"Key\":{\"pk\":{\"N\":\"1\"},\"sk\":{\"N\":\"1\"}}};"
            + " schema",
        "/peek; {\"TableName\":\"Music\",\"Key\":{\"pk\":{\"S\":\"\"},\"sk\":{\"N\":\"1\"}}}; empty"
            + " string",
        "/invalidate; {\"Key\":{}}; a Key needs a TableName",
        "/invalidate; {\"TableName\":null}; TableName must be a string",
        "/invalidate; {\"TableName\":\"Music\",\"Key\":{}}; schema",
        "/invalidate; {\"Region\":7}; Region must be a string",
        "/invalidate; {\"Region\":\"mars-1\"}; no such region is served",
        "/warm; {}; one of Keys",
        "/warm; {\"Query\":{},\"Scan\":{}}; one of Keys",
        "/warm; {\"Keys\":{}}; Keys must be a list",
        "/warm; {\"TableName\":\"Music\",\"Keys\":[1]}; reason",
        "/warm; {\"Query\":1}; reason",
        "/warm; {\"Scan\":{\"TableName\":\"Music\",\"Limit\":0}}; reason",
        "/warm; {\"Keys\":[],\"PerSecond\":0}; PerSecond must be from 1 to 1000000",
        "/warm; {\"Keys\":[],\"PerSecond\":-1}; PerSecond must be",
        "/warm; {\"Keys\":[],\"PerSecond\":1.5}; PerSecond must be",
        "/warm; {\"Keys\":[],\"PerSecond\":1e30}; PerSecond must be",
        "/warm; {\"Keys\":[],\"PerSecond\":100000000000000000000}; PerSecond must be",
        "/warm; {\"Keys\":[],\"PerSecond\":\"9\"}; PerSecond must be"
      })
  void bodiesThatAskForNothingThatCanBeDoneAreRefused(String path, String body, String reason)
      throws IOException {
    assertRefused(ask("POST", path, body), 400, reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jitter\":1e400}",
        "{\"jitter\":-0.1}",
        "{\"item-ttl\":\"99999999999999999999d\"}",
        "{\"item-ttl\":-1}",
        "{\"item-share\":\"101%\"}",
        "{\"kept\":[\"all\",\"none\"]}",
        "{\"kept\":{}}",
        "{\"stale-while-revalidate\":\"2000000000h\"}",
        "{\"table\":\"Other\",\"bypass\":true}",
        "[]",
        "null",
        ""
      })
  void policiesThatSayNothingThatCanBeDoneAreRefused(String policy) throws IOException {
    assertRefused(ask("PUT", "/policies/Music", policy), 400, "reason");
    assertThat(ask("GET", "/policies", "")).endsWith("\"policies\":[]}");
  }

  @Test
  void thereMayBeSoManyPolicies() throws IOException {
    String tooMany =
        IntStream.rangeClosed(0, 1000)
            .mapToObj(number -> "{\"table\":\"t-" + number + "\"}")
            .collect(Collectors.joining(",", "[", "]"));

    assertRefused(ask("PUT", "/policies", tooMany), 400, "there may be 1000 policies");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /peek", "POST /warm", "POST /invalidate", "PUT /policies"})
  void bodiesThatAreTooLongOrTooDeepAreRefused(String asked) throws IOException {
    String[] parts = asked.split(" ", 2);

    assertRefused(ask(parts[0], parts[1], " ".repeat(MAX_BODY + 1)), 413, "");
    assertRefused(ask(parts[0], parts[1], "[".repeat(100_000)), 400, "reason");
    assertRefused(ask(parts[0], parts[1], "{\"Keys\":" + "[".repeat(100_000)), 400, "reason");
  }
}
