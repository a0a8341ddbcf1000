package io.larder.proxy.http;

/** Whether a read was answered from memory, as the answer says it. */
enum CacheMark {
  NONE(""),
  HIT("x-larder-cache: HIT\r\n"),
  MISS("x-larder-cache: MISS\r\n");

  @SuppressWarnings("ImmutableEnumChecker") // Ascii does not change
  private final Ascii header;

  CacheMark(String header) {
    this.header = Ascii.of(header);
  }

  /** The header line; empty if there is none. */
  Ascii header() {
    return header;
  }
}
