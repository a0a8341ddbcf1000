package io.larder.proxy.upstream;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the upstream is.
 *
 * @param host a name or an address; one of IPv6 without brackets
 */
public record UpstreamEndpoint(boolean tls, String host, int port) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Of the region, or of one account in it. */
  private static final Pattern AMAZON =
      Pattern.compile(
          "(?:[0-9]+\\.ddb|(?<service>dynamodb(?:-fips)?))\\.(?<region>[a-z0-9-]+)\\."
              + "(?<suffix>(?:api\\.)?(?:aws|amazonaws\\.com|amazonaws\\.com\\.cn"
              + "|amazonwebservices\\.com\\.cn))");

  private static final String BRACKETS = "[\\[\\]]";

  /** The endpoint that {@code uri} names by {@code http} or {@code https}, a host and a port. */
  public static UpstreamEndpoint of(URI uri) {
    boolean tls = uri.getScheme().equals("https");
    int usual = tls ? HTTPS_PORT : HTTP_PORT;
    return new UpstreamEndpoint(
        tls, uri.getHost().replaceAll(BRACKETS, ""), uri.getPort() < 0 ? usual : uri.getPort());
  }

  /**
   * Where the streams of the upstream's tables are, which Amazon has on hosts of their own
   * ("DynamoDB endpoints and quotas" in the AWS General Reference); else the same.
   */
  UpstreamEndpoint streams() {
    Matcher name = AMAZON.matcher(host);
    if (!name.matches()) {
      return this;
    }
    String joint = name.group("suffix").startsWith("api.") ? "-" : ".";
    String service = name.group("service") == null ? "dynamodb" : name.group("service");
    return new UpstreamEndpoint(
        tls, "streams" + joint + service + host.substring(name.start("region") - 1), port);
  }

  /** The same in the header Host, where a port that goes without saying is not said. */
  String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (tls ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority();
  }
}
