package io.larder.security.webidentity;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an issuer signs with (RFC 7517). A key says by its kind what algorithm it is for:
 * RSA for RS256, P-256 for ES256; what a token says of it must be the same.
 */
final class KeySet {
  private static final int MAX_KEYS = 64;
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;
  private static final int COORDINATE_BYTES = 32;

  private final List<VerificationKey> keys;

  private KeySet(List<VerificationKey> keys) {
    this.keys = List.copyOf(keys);
  }

  private record VerificationKey(@Nullable String id, String algorithm, PublicKey key) {}

  /** The keys of a JSON document that are of use; null if it is no key set. */
  static @Nullable KeySet parse(byte[] json) {
    Map<String, @Nullable Object> document = JsonDocument.parse(json);
    if (document == null || !(document.get("keys") instanceof List<?> list)) {
      return null;
    }
    List<VerificationKey> keys = new ArrayList<>();
    for (Object each : list) {
      if (each instanceof Map<?, ?> members && keys.size() < MAX_KEYS) {
        VerificationKey key = key(members);
        if (key != null) {
          keys.add(key);
        }
      }
    }
    return new KeySet(keys);
  }

  private static @Nullable VerificationKey key(Map<?, ?> members) {
    Object use = members.get("use");
    if (use != null && !use.equals("sig")) {
      return null;
    }
    VerificationKey key;
    try {
      key =
          switch (String.valueOf(members.get("kty"))) {
            case "RSA" -> rsa(members);
            case "EC" -> ellipticCurve(members);
            default -> null;
          };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
    Object algorithm = members.get("alg");
    return key == null || (algorithm != null && !algorithm.equals(key.algorithm())) ? null : key;
  }

  private static @Nullable VerificationKey rsa(Map<?, ?> members) throws GeneralSecurityException {
    BigInteger modulus = number(members, "n");
    if (modulus.bitLength() < MIN_RSA_BITS || modulus.bitLength() > MAX_RSA_BITS) {
      return null;
    }
    var spec = new RSAPublicKeySpec(modulus, number(members, "e"));
    return new VerificationKey(
        id(members), "RS256", KeyFactory.getInstance("RSA").generatePublic(spec));
  }

  private static @Nullable VerificationKey ellipticCurve(Map<?, ?> members)
      throws GeneralSecurityException {
    if (!Objects.equals(members.get("crv"), "P-256")) {
      return null;
    }
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    var spec =
        new ECPublicKeySpec(
            new ECPoint(number(members, "x"), number(members, "y")),
            curve.getParameterSpec(ECParameterSpec.class));
    return new VerificationKey(
        id(members), "ES256", KeyFactory.getInstance("EC").generatePublic(spec));
  }

  private static @Nullable String id(Map<?, ?> members) {
    return members.get("kid") instanceof String id ? id : null;
  }

  private static BigInteger number(Map<?, ?> members, String name) {
    if (members.get(name) instanceof String text) {
      return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }
    throw new IllegalArgumentException(name);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** True if there is a key of that id, or if no id is asked for. */
  boolean has(@Nullable String keyId) {
    return keyId == null || keys.stream().anyMatch(key -> keyId.equals(key.id()));
  }

  /**
   * True if one of the keys has made the signature.
   *
   * @param algorithm what the token says
   * @param keyId the only key to look at; null for all
   */
  boolean verifies(String algorithm, @Nullable String keyId, byte[] signed, byte[] signature) {
    return keys.stream()
        .filter(key -> key.algorithm().equals(algorithm))
        .filter(key -> keyId == null || keyId.equals(key.id()))
        .anyMatch(key -> verifies(key, signed, signature));
  }

  private static boolean verifies(VerificationKey key, byte[] signed, byte[] signature) {
    boolean isCurve = key.algorithm().equals("ES256");
    if (isCurve && signature.length != 2 * COORDINATE_BYTES) {
      return false;
    }
    try {
      Signature verifier =
          Signature.getInstance(isCurve ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
      verifier.initVerify(key.key());
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot verify by " + key.algorithm(), e);
    }
  }
}
