package io.larder.proxy.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** A compressed form of bodies, in requests and in answers. */
enum ContentCoding {
  GZIP("gzip") {
    @Override
    InputStream decoder(InputStream in) throws IOException {
      return new GZIPInputStream(in);
    }

    @Override
    OutputStream encoder(OutputStream out) throws IOException {
      return new GZIPOutputStream(out);
    }
  },
  DEFLATE("deflate") {
    @Override
    InputStream decoder(InputStream in) {
      return new InflaterInputStream(in);
    }

    @Override
    OutputStream encoder(OutputStream out) {
      return new DeflaterOutputStream(out);
    }
  };

  private final String token;

  @SuppressWarnings("ImmutableEnumChecker") // Ascii does not change
  private final Ascii header;

  ContentCoding(String token) {
    this.token = token;
    this.header = Ascii.of("Content-Encoding: " + token + "\r\n");
  }

  abstract InputStream decoder(InputStream in) throws IOException;

  abstract OutputStream encoder(OutputStream out) throws IOException;

  /** The coding that Content-Encoding names; null for none and for those we do not know. */
  static @Nullable ContentCoding named(@Nullable String contentEncoding) {
    if (contentEncoding == null) {
      return null;
    }
    String name = contentEncoding.strip();
    for (ContentCoding coding : values()) {
      if (coding.token.equalsIgnoreCase(name)) {
        return coding;
      }
    }
    return null;
  }

  /** The first coding that Accept-Encoding does not refuse; null if it asks for none of ours. */
  static @Nullable ContentCoding accepted(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return null;
    }
    String wishes = acceptEncoding.toLowerCase(Locale.ROOT);
    for (ContentCoding coding : values()) {
      for (String wish : wishes.split(",")) {
        String[] parts = wish.split(";", 2);
        boolean refused = parts.length == 2 && parts[1].strip().matches("q=0(\\.0*)?");
        if (parts[0].strip().equals(coding.token) && !refused) {
          return coding;
        }
      }
    }
    return null;
  }

  byte[] encode(byte[] body) {
    var result = new ByteArrayOutputStream(body.length / 2 + 32);
    try (OutputStream out = encoder(result)) {
      out.write(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return result.toByteArray();
  }

  /** The decoded body; null if it is malformed or would be longer than {@code limit}. */
  byte @Nullable [] decode(byte[] body, int offset, int length, int limit) {
    try (InputStream in = decoder(new ByteArrayInputStream(body, offset, length))) {
      byte[] result = in.readNBytes(limit + 1);
      return result.length > limit ? null : result;
    } catch (IOException e) {
      return null;
    }
  }

  /** The header line; empty if there is none. */
  Ascii header() {
    return header;
  }
}
