package io.larder.security.identity;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes ids that nothing had before, and secrets (IAM User Guide, "IAM identifiers", unique ids).
 */
public final class UniqueIds {
  /** What the ids of a kind begin with. */
  public enum Prefix {
    /** A user. */
    AIDA,
    /** A role. */
    AROA,
    /** A group. */
    AGPA,
    /** A managed policy. */
    ANPA,
    /** A long-term access key. */
    AKIA,
    /** A temporary access key. */
    ASIA
  }

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /** Ids of keys have 20 characters, those of all else 21. */
  private static final int KEY_LETTERS = 16;

  private static final int OTHER_LETTERS = 17;

  /** Forty characters of base64, as AWS's secrets have. */
  private static final int SECRET_BYTES = 30;

  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private final SecureRandom random;

  public UniqueIds(SecureRandom random) {
    this.random = random;
  }

  /** The prefix and letters and digits, at least 80 random bits. */
  public String next(Prefix prefix) {
    var id = new StringBuilder(prefix.name());
    int letters =
        switch (prefix) {
          case AKIA, ASIA -> KEY_LETTERS;
          case AIDA, AROA, AGPA, ANPA -> OTHER_LETTERS;
        };
    for (int i = 0; i < letters; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  /** A secret of 240 random bits. */
  public SecretAccessKey nextSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return SecretAccessKey.of(BASE64.encodeToString(bytes));
  }
}
