package io.larder.proxy.http;

import org.jspecify.annotations.Nullable;

/** The media type of an answer, which echoes the one of the request. */
enum BodyType {
  AMZ_JSON("Content-Type: application/x-amz-json-1.0\r\n"),
  JSON("Content-Type: application/json\r\n"),
  /** What forms are answered with. */
  XML("Content-Type: text/xml\r\n"),
  /** Health and not-found texts have none. */
  UNSPECIFIED("");

  private static final String AMZ_JSON_NAME = "application/x-amz-json-1.0";
  private static final String JSON_NAME = "application/json";

  @SuppressWarnings("ImmutableEnumChecker") // Ascii does not change
  private final Ascii header;

  BodyType(String header) {
    this.header = Ascii.of(header);
  }

  /** The type that {@code contentType} asks for; unspecified if the service does not speak it. */
  static BodyType of(@Nullable String contentType) {
    if (contentType == null) {
      return UNSPECIFIED;
    }
    if (contentType.equals(AMZ_JSON_NAME)) {
      return AMZ_JSON;
    }
    int end = contentType.indexOf(';');
    String media = (end < 0 ? contentType : contentType.substring(0, end)).strip();
    if (media.equalsIgnoreCase(AMZ_JSON_NAME)) {
      return AMZ_JSON;
    }
    return media.equalsIgnoreCase(JSON_NAME) ? JSON : UNSPECIFIED;
  }

  /** The header line; empty if there is none. */
  Ascii header() {
    return header;
  }
}
