package io.larder.proxy.http;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

  private static final String IDENTITY = "identity";
  private static final ServiceError NOT_SO_CODED =
      new ServiceError.InternalServer("Internal server error");

  private final String token;

  @SuppressWarnings("ImmutableEnumChecker") // Ascii does not change
  private final Ascii header;

  ContentCoding(String token) {
    this.token = token;
    this.header = Ascii.of("Content-Encoding: " + token + "\r\n");
  }

  abstract InputStream decoder(InputStream in) throws IOException;

  abstract OutputStream encoder(OutputStream out) throws IOException;

  /**
   * The coding of a body by its Content-Encoding; null if it has none.
   *
   * @throws ServiceException if it is not one of ours, as the service answers
   */
  static @Nullable ContentCoding of(@Nullable String contentEncoding) {
    String name = contentEncoding == null ? "" : contentEncoding.strip();
    if (name.isEmpty() || name.equalsIgnoreCase(IDENTITY)) {
      return null;
    }
    ContentCoding coding = named(name);
    if (coding == null) {
      throw new ServiceException(NOT_SO_CODED);
    }
    return coding;
  }

  /** The coding of that name, in any case; null for those that we do not know. */
  static @Nullable ContentCoding named(String name) {
    for (ContentCoding coding : values()) {
      if (coding.token.equalsIgnoreCase(name) || ("x-" + coding.token).equalsIgnoreCase(name)) {
        return coding;
      }
    }
    return null;
  }

  /** The name that headers have for it. */
  String token() {
    return token;
  }

  /** The first {@code length} bytes of {@code body}, coded. */
  byte[] encode(byte[] body, int length) {
    var result = new ByteArrayOutputStream(length / 2 + 32);
    try (OutputStream out = encoder(result)) {
      out.write(body, 0, length);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return result.toByteArray();
  }

  /**
   * The decoded body.
   *
   * @throws ServiceException if it is not so coded, or would be longer than {@code limit} bytes
   */
  byte[] decode(byte[] body, int offset, int length, int limit) {
    try (InputStream in = decoder(new ByteArrayInputStream(body, offset, length))) {
      byte[] result = in.readNBytes(limit + 1);
      if (result.length > limit) {
        throw new ServiceException(Reception.TOO_LARGE);
      }
      return result;
    } catch (IOException e) {
      throw new ServiceException(NOT_SO_CODED);
    }
  }

  /** The header line; empty if there is none. */
  Ascii header() {
    return header;
  }
}
