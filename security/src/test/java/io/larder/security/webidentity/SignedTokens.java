package io.larder.security.webidentity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** An issuer that signs tokens with one key, as the test likes. */
public final class SignedTokens {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int COORDINATE = 32;

  private final KeyPair keys;
  private final String keyId;

  private SignedTokens(KeyPair keys, String keyId) {
    this.keys = keys;
    this.keyId = keyId;
  }

  public static SignedTokens withRsa(String keyId, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new SignedTokens(generator.generateKeyPair(), keyId);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static SignedTokens withCurve(String keyId) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new SignedTokens(generator.generateKeyPair(), keyId);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private boolean isRsa() {
    return keys.getPublic() instanceof RSAPublicKey;
  }

  public String algorithm() {
    return isRsa() ? "RS256" : "ES256";
  }

  /** The key set of this issuer. */
  public byte[] keySet() {
    String key =
        switch (keys.getPublic()) {
          case RSAPublicKey rsa ->
              "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
                  .formatted(number(rsa.getModulus(), 0), number(rsa.getPublicExponent(), 0));
          case ECPublicKey curve ->
              "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\""
                  .formatted(
                      number(curve.getW().getAffineX(), COORDINATE),
                      number(curve.getW().getAffineY(), COORDINATE));
          default -> throw new AssertionError();
        };
    return "{\"keys\":[{\"kid\":\"%s\",\"use\":\"sig\",%s}]}".formatted(keyId, key).getBytes(UTF_8);
  }

  private static String number(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    int start = bytes[0] == 0 ? 1 : 0;
    byte[] plain = Arrays.copyOfRange(bytes, start, bytes.length);
    byte[] padded = new byte[Math.max(length, plain.length)];
    System.arraycopy(plain, 0, padded, padded.length - plain.length, plain.length);
    return BASE64.encodeToString(padded);
  }

  /** A token that says this. */
  public String token(String claims) {
    return token("{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm(), keyId), claims);
  }

  /** A token with that header. */
  public String token(String header, String claims) {
    String signed =
        BASE64.encodeToString(header.getBytes(UTF_8))
            + '.'
            + BASE64.encodeToString(claims.getBytes(UTF_8));
    try {
      Signature signature =
          Signature.getInstance(isRsa() ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(US_ASCII));
      return signed + '.' + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
