package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.security.identity.Identities;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SigningKeysTest {
  private static final Scope SCOPE = new Scope("AKIDEXAMPLE", "20261129", "eu-west-1", "dynamodb");
  private static final byte[] SECRET = TestIdentities.SECRET.getBytes(UTF_8);

  private final SigningKeys keys = new SigningKeys();
  private final Identities state = Identities.of(1, List.of());

  @Test
  void aKeyIsThatOfThePublishedVector() {
    assertThat(HexFormat.of().formatHex(SigningKey.of(SECRET, SCOPE).key().getEncoded()))
        .isEqualTo("cb1b7a8b56e78f9a6d25398289f9f5cbf7de6d48fe058e6a3165e6820436ec89");
  }

  @Test
  void aKeyIsDerivedOnceInAState() {
    SigningKey derived = keys.derive(state, SCOPE, SECRET);

    assertThat(keys.find(state, SCOPE)).isSameAs(derived);
    assertThat(keys.derive(state, SCOPE, SECRET)).isSameAs(derived);
    assertThat(keys.find(state, new Scope("AKIDEXAMPLE", "20261130", "eu-west-1", "dynamodb")))
        .isNull();
  }

  @Test
  void noKeyOutlivesItsState() {
    keys.derive(state, SCOPE, SECRET);
    Identities next = Identities.of(2, List.of());

    assertThat(keys.find(next, SCOPE)).isNull();
    keys.derive(next, SCOPE, SECRET);
    assertThat(keys.find(state, SCOPE)).isNull();
    assertThat(keys.size()).isOne();
  }

  @Test
  void noMoreAreKeptThanFit() {
    for (int i = 0; i <= SigningKeys.MAX_KEYS; i++) {
      keys.derive(state, new Scope("ASIA" + i, "20261129", "eu-west-1", "dynamodb"), SECRET);
    }

    assertThat(keys.size()).isOne();
  }
}
