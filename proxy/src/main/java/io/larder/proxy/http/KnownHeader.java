package io.larder.proxy.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The headers that say how a request is to be read, and those that its handling asks for. */
enum KnownHeader {
  HOST("host"),
  DATE("date"),
  ORIGIN("origin"),
  EXPECT("expect"),
  REFERER("referer"),
  UPGRADE("upgrade"),
  TRAILER("trailer"),
  AMZ_DATE("x-amz-date"),
  CONNECTION("connection"),
  USER_AGENT("user-agent"),
  TARGET("x-amz-target"),
  CONTENT_TYPE("content-type"),
  AUTHORIZATION("authorization"),
  CONTENT_LENGTH("content-length"),
  ACCEPT_ENCODING("accept-encoding"),
  CONTENT_ENCODING("content-encoding"),
  TRANSFER_ENCODING("transfer-encoding");

  /** Lengths tell the names apart, so that most headers cost one comparison. */
  private static final KnownHeader[][] BY_LENGTH = new KnownHeader[18][];

  static {
    Arrays.setAll(
        BY_LENGTH,
        length ->
            Arrays.stream(values())
                .filter(header -> header.lowerCase.length() == length)
                .toArray(KnownHeader[]::new));
  }

  private final String lowerCase;

  KnownHeader(String lowerCase) {
    this.lowerCase = lowerCase;
  }

  /** The header whose name, in any case, is in {@code bytes} at {@code start}; null if none. */
  static @Nullable KnownHeader of(byte[] bytes, int start, int length) {
    if (length < BY_LENGTH.length) {
      for (KnownHeader header : BY_LENGTH[length]) {
        if (isAt(bytes, start, header.lowerCase)) {
          return header;
        }
      }
    }
    return null;
  }

  /** True if {@code bytes} hold that text of lower-case letters and hyphens, in any case. */
  static boolean isAt(byte[] bytes, int start, String lowerCase) {
    for (int i = 0; i < lowerCase.length(); i++) {
      char c = lowerCase.charAt(i);
      byte b = bytes[start + i];
      if (b != c && (c == '-' || (b | 0x20) != c)) {
        return false;
      }
    }
    return true;
  }

  /** True if several headers of this name are one list (RFC 9110, 5.3). */
  boolean isList() {
    return switch (this) {
      case CONNECTION, ACCEPT_ENCODING, CONTENT_ENCODING -> true;
      // No list, but a second origin must not go unseen.
      case ORIGIN -> true;
      default -> false;
    };
  }

  /** A text for each of some headers: an EnumMap that only does what each request needs. */
  @SuppressWarnings("EnumOrdinal") // as in EnumMap
  static final class Texts {
    private final @Nullable String[] texts = new String[KnownHeader.values().length];

    @Nullable String get(KnownHeader header) {
      return texts[header.ordinal()];
    }

    void put(KnownHeader header, String text) {
      texts[header.ordinal()] = text;
    }

    void clear() {
      Arrays.fill(texts, null);
    }

    void copy(Texts other) {
      System.arraycopy(other.texts, 0, texts, 0, texts.length);
    }
  }
}
