package io.larder.proxy.keys;

import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.KeyUnavailableException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Calls to a service that keeps keys: JSON over HTTPS, each bounded in time and bytes. */
final class KeyService {
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int MAX_ANSWER = 1 << 20;
  private static final int MAX_DEPTH = 16;
  private static final JsonFactory JSON = new JsonFactory();

  private final String name;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIME)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /** {@code name} is of the key, for people. */
  KeyService(String name) {
    this.name = name;
  }

  /**
   * An answer.
   *
   * @param members its texts, numbers and truths, those of inner objects by {@code outer.inner}
   */
  record Answer(int status, Map<String, String> members) {
    Answer {
      members = Map.copyOf(members);
    }

    boolean isGood() {
      return status / 100 == 2;
    }

    @Nullable String member(String path) {
      return members.get(path);
    }
  }

  /** Calls the service; GET if there is no body. */
  Answer call(URI uri, Map<String, String> headers, @Nullable String body)
      throws KeyUnavailableException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIME);
    headers.forEach(request::header);
    if (body != null) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<byte[]> response =
          client.send(
              request.build(),
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
      return new Answer(response.statusCode(), read(response.body()));
    } catch (IOException | JacksonException e) {
      throw unreachable(String.valueOf(e.getMessage() == null ? e : e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted", e);
    }
  }

  private KeyUnavailableException unreachable(String reason, Exception cause) {
    return new KeyUnavailableException(
        Reason.UNREACHABLE, name + " cannot be asked: " + reason, cause);
  }

  private static Map<String, String> read(byte[] body) {
    Map<String, String> members = new HashMap<>();
    if (body.length > 0) {
      try (JsonParser in =
          JSON.createParser(ObjectReadContext.empty(), new String(body, StandardCharsets.UTF_8))) {
        if (in.nextToken() == JsonToken.START_OBJECT) {
          read(in, "", 0, members);
        }
      }
    }
    return members;
  }

  private static void read(JsonParser in, String prefix, int depth, Map<String, String> members) {
    for (String key = in.nextName(); key != null; key = in.nextName()) {
      JsonToken token = in.nextToken();
      if (token == JsonToken.START_OBJECT && depth < MAX_DEPTH) {
        read(in, prefix + key + ".", depth + 1, members);
      } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        members.put(prefix + key, in.getString());
      } else {
        in.skipChildren();
      }
    }
  }

  /** What to throw for an answer that is none, or says less than it must. */
  KeyUnavailableException refusal(Reason reason, String what) {
    return new KeyUnavailableException(reason, name + ": " + what);
  }

  String required(Answer answer, String path) throws KeyUnavailableException {
    String found = answer.member(path);
    if (found == null) {
      throw refusal(Reason.UNREACHABLE, "the answer has no " + path);
    }
    return found;
  }
}
