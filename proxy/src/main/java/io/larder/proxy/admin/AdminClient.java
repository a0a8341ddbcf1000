package io.larder.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.proxy.iam.ClientCredentials;
import io.larder.proxy.net.tls.InvalidPemException;
import io.larder.proxy.net.tls.TlsClient;
import io.larder.proxy.upstream.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Asks the admin port of a running server, on behalf of a command. Shows the access key of the
 * environment, if there is one, to whom it can trust with it.
 */
public final class AdminClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern ADDRESS =
      Pattern.compile("(?:(https?)://)?((?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+):[0-9]{1,5})/?");
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]):[0-9]+");

  @Option(
      names = "--admin",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1:8001",
      description = "Admin address of the server, such as https://host:8001 (${DEFAULT-VALUE}).")
  private String address = "";

  @Option(
      names = "--admin-ca",
      paramLabel = "FILE",
      description = "Authorities in PEM that vouch for it, instead of those that Java trusts.")
  private @Nullable Path authorities;

  /** Says in one line why the server could not be asked. */
  public static final class CannotAskException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean isWrongArgument;

    CannotAskException(String reason, boolean isWrongArgument) {
      super(reason, null, false, false);
      this.reason = reason;
      this.isWrongArgument = isWrongArgument;
    }

    /** In one line. */
    public String reason() {
      return reason;
    }

    /** True if no server was asked, because what it was to be asked with is wrong. */
    public boolean isWrongArgument() {
      return isWrongArgument;
    }
  }

  /** Where the server is, as it was given. */
  public String address() {
    return address;
  }

  /**
   * What the server answers.
   *
   * @param environment where the access key is looked for
   * @throws CannotAskException if it answers nothing
   */
  public HttpResponse<String> get(String path, String accept, Map<String, String> environment)
      throws CannotAskException, InterruptedException {
    return send("GET", path, accept, environment);
  }

  /**
   * The same by another method, without a body.
   *
   * @throws CannotAskException if it answers nothing
   */
  public HttpResponse<String> send(
      String method, String path, String accept, Map<String, String> environment)
      throws CannotAskException, InterruptedException {
    return send(method, path, accept, "", environment);
  }

  /**
   * The same with a body of JSON, which may be empty.
   *
   * @throws CannotAskException if it answers nothing
   */
  public HttpResponse<String> send(
      String method, String path, String accept, String body, Map<String, String> environment)
      throws CannotAskException, InterruptedException {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      throw new CannotAskException("--admin: must be an address such as 127.0.0.1:8001", true);
    }
    boolean isSecure = "https".equals(parts.group(1));
    HttpRequest.Builder request;
    try {
      request =
          HttpRequest.newBuilder(
                  URI.create((isSecure ? "https" : "http") + "://" + parts.group(2) + path))
              .header("accept", accept)
              .header("content-type", "application/json")
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .timeout(PATIENCE);
    } catch (IllegalArgumentException e) {
      throw new CannotAskException("--admin: must be an address such as 127.0.0.1:8001", true);
    }
    try (HttpClient client = client()) {
      Credentials credentials = ClientCredentials.of(environment);
      if (credentials != null && (isSecure || LOOPBACK.matcher(parts.group(2)).matches())) {
        request.header("authorization", basic(credentials));
      }
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (InvalidPemException e) {
      throw new CannotAskException("--admin-ca: " + e.getMessage(), true);
    } catch (IOException e) {
      throw new CannotAskException(address + " cannot be asked: " + e, false);
    }
  }

  private static String basic(Credentials credentials) {
    String both = credentials.accessKeyId() + ":" + credentials.secretAccessKey();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
  }

  private HttpClient client() throws InvalidPemException {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (authorities != null) {
      client.sslContext(TlsClient.trusting(authorities));
    }
    return client.build();
  }
}
