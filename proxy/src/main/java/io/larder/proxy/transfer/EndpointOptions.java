package io.larder.proxy.transfer;

import io.larder.proxy.iam.ClientCredentials;
import io.larder.proxy.net.tls.InvalidPemException;
import io.larder.proxy.net.tls.TlsClient;
import io.larder.proxy.upstream.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command calls, and as whom. */
final class EndpointOptions {
  /** For a server that looks at signatures in form only. */
  private static final Credentials ANY = new Credentials("larder", "larder", null);

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8000",
      description = "Where clients connect to the server (${DEFAULT-VALUE}).")
  private String endpoint = "";

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "us-east-1",
      description = "Region that calls are signed for (${DEFAULT-VALUE}).")
  private String region = "";

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "Shared credentials file; without it, AWS_ACCESS_KEY_ID and so on, or any.")
  private @Nullable Path file;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities in PEM that vouch for it, instead of those that Java trusts.")
  private @Nullable Path authorities;

  /**
   * A client of that server.
   *
   * @throws IOException in one line, if an option is wrong
   */
  TableClient client(Map<String, String> environment) throws IOException {
    URI uri;
    try {
      uri = URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw wrongEndpoint();
    }
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw wrongEndpoint();
    }
    return new TableClient(uri, region, credentials(environment), trust(), InstantSource.system());
  }

  private static IOException wrongEndpoint() {
    return new IOException("--endpoint-url: must be such as http://127.0.0.1:8000");
  }

  private Credentials credentials(Map<String, String> environment) throws IOException {
    if (file != null) {
      return ClientCredentials.read(file);
    }
    Credentials found = ClientCredentials.of(environment);
    return found == null ? ANY : found;
  }

  private @Nullable SSLContext trust() throws IOException {
    try {
      return authorities == null ? null : TlsClient.trusting(authorities);
    } catch (InvalidPemException e) {
      throw new IOException("--ca: " + e.getMessage(), e);
    }
  }
}
