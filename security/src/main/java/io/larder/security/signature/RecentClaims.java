package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.security.auth.HeaderFields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Authorization headers that one thread has verified of late, but for their last part, the
 * signature: a client says the same with every request. Bounded, and for that thread alone.
 */
final class RecentClaims {
  private static final int PLACES = 64;
  static final byte[] AUTHORIZATION = "authorization".getBytes(ISO_8859_1);
  private static final String SIGNATURE = "Signature=";
  private static final int DIGITS = 2 * Workbench.HASH_LENGTH;

  /** Where the end of a usual access key is. */
  private static final int TELLING = "AWS4-HMAC-SHA256 Credential=AKIA12345678".length();

  private static final int MAX_LENGTH = 1024;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final @Nullable Verified[] places = new @Nullable Verified[PLACES];
  private byte[] lastDate = {};
  private long lastSecond;

  /** What is known of the requests that have the same header but for the signature. */
  static final class Verified {
    final RequestVerifier verifier;
    final Keyring.Proof proof;
    final SignedNames names;
    final byte[] day;
    final byte[] scope;
    final byte @Nullable [] token;
    private byte[] start = {};

    Verified(
        RequestVerifier verifier, Keyring.Proof proof, SignedNames names, @Nullable String token) {
      this.verifier = verifier;
      this.proof = proof;
      this.names = names;
      this.day = proof.scope().day().getBytes(ISO_8859_1);
      this.scope = proof.scope().line();
      this.token = token == null ? null : token.getBytes(ISO_8859_1);
    }
  }

  /** What is known of a request with that header. */
  @Nullable Verified find(HeaderFields fields, int authorization) {
    byte[] bytes = fields.bytes();
    int start = fields.valueStart(authorization);
    int end = fields.valueEnd(authorization) - DIGITS;
    if (end - start < TELLING + Long.BYTES) {
      return null;
    }
    Verified verified = places[place(bytes, start, end)];
    return verified != null
            && Arrays.equals(bytes, start, end, verified.start, 0, verified.start.length)
        ? verified
        : null;
  }

  /** Keeps what is known of a request with that header, if the signature is the end of it. */
  void keep(HeaderFields fields, int authorization, Verified verified) {
    int start = fields.valueStart(authorization);
    int end = fields.valueEnd(authorization) - DIGITS;
    if (end - start < TELLING + Long.BYTES || end - start > MAX_LENGTH) {
      return;
    }
    byte[] kept = Arrays.copyOfRange(fields.bytes(), start, end);
    if (new String(kept, ISO_8859_1).endsWith(SIGNATURE)) {
      verified.start = kept;
      places[place(fields.bytes(), start, end)] = verified;
    }
  }

  private static int place(byte[] bytes, int start, int end) {
    long mixed = ((long) LONGS.get(bytes, start + TELLING) + end - start) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 58);
  }

  /** The time of an X-Amz-Date in the basic form, in seconds since 1970; least if it is none. */
  long second(byte[] bytes, int start, int end) {
    if (!Arrays.equals(bytes, start, end, lastDate, 0, lastDate.length)) {
      byte[] text = Arrays.copyOfRange(bytes, start, end);
      AmzDate date =
          text.length == AmzDate.LENGTH ? AmzDate.parse(new String(text, ISO_8859_1)) : null;
      lastSecond = date == null ? Long.MIN_VALUE / 2 : date.epochSecond();
      lastDate = text;
    }
    return lastSecond;
  }
}
