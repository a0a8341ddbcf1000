package io.larder.security.webidentity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the issuer itself: its configuration names where its keys are (OpenID Connect Discovery
 * 1.0). Only by HTTPS, and where it is sent elsewhere it does not follow.
 */
public final class DiscoveredKeySets implements KeySetSource {
  private static final int OK = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client;

  public DiscoveredKeySets() {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public byte[] fetch(String issuer) throws IOException {
    String configuration = "https://" + issuer + "/.well-known/openid-configuration";
    Map<String, @Nullable Object> document = JsonDocument.parse(get(configuration));
    if (document == null
        || !Objects.equals(document.get("issuer"), "https://" + issuer)
        || !(document.get("jwks_uri") instanceof String keys)
        || !keys.startsWith("https://")) {
      throw new IOException(configuration + " names no keys of this issuer");
    }
    return get(keys);
  }

  private byte[] get(String address) throws IOException {
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
    } catch (IllegalArgumentException e) {
      throw new IOException("no address: " + address, e);
    }
    CompletableFuture<byte[]> answer =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(response -> body(address, response));
    try {
      return answer.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      throw new IOException(address + " does not answer as it should", e);
    }
  }

  private static byte[] body(String address, HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      if (response.statusCode() != OK) {
        throw new UncheckedIOException(
            new IOException(address + " answers " + response.statusCode()));
      }
      return WholeStream.read(in, MAX_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
