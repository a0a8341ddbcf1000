package io.larder.proxy.config.value;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where another server is reached, or {@code none}.
 *
 * @param url without a path; null for none
 */
public record Endpoint(@Nullable URI url) {
  /** What {@link #parse} reads. */
  public static final String FORM =
      "none, or http:// or https:// with a name or an address and perhaps a port";

  private static final String NONE = "none";
  private static final int MAX_PORT = 65_535;
  private static final Pattern URL =
      Pattern.compile(
          "(https?)://(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)"
              + "(?::([0-9]{1,5}))?/?",
          Pattern.CASE_INSENSITIVE);

  /** Names of Amazon's own endpoints, with the region where it stands in them. */
  private static final Pattern AMAZON =
      Pattern.compile(
          "(?:[a-z0-9-]+\\.)*(?:dynamodb(?:-fips)?|ddb)\\.([a-z]{2}(?:-[a-z]+)+-[0-9]+)"
              + "(?:\\.vpce)?\\.(?:amazonaws\\.com(?:\\.cn)?|api\\.aws)");

  /**
   * Reads either.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Endpoint parse(String text) {
    if (text.strip().equalsIgnoreCase(NONE)) {
      return new Endpoint(null);
    }
    Matcher parts = URL.matcher(text.strip());
    int port = parts.matches() && parts.group(3) != null ? Integer.parseInt(parts.group(3)) : 1;
    if (!parts.matches() || port == 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("must be " + FORM + ", not '" + text + "'");
    }
    return new Endpoint(URI.create(parts.group().toLowerCase(Locale.ROOT)));
  }

  public boolean isGiven() {
    return url != null;
  }

  /** The region in the name of an endpoint of Amazon DynamoDB; null if it is none. */
  public @Nullable String amazonRegion() {
    if (url == null) {
      return null;
    }
    Matcher name = AMAZON.matcher(url.getHost());
    return name.matches() ? name.group(1) : null;
  }

  @Override
  public String toString() {
    return url == null ? NONE : url.toString();
  }
}
