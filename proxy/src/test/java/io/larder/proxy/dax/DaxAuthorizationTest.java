package io.larder.proxy.dax;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.security.auth.ConnectionFormAuthenticator;
import io.larder.security.auth.Principal;
import io.larder.security.auth.SignedConnection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A connection that was authorized once is asked about again with each request. */
final class DaxAuthorizationTest extends ServedDaxConnection {
  /** Lets in whoever signs in form, for as long as the test wishes. */
  private static final class Revocable implements ConnectionAuthenticator {
    private final ConnectionAuthenticator form = new ConnectionFormAuthenticator();
    private @Nullable ServiceError revoked;

    @Override
    public Principal authenticate(@Nullable SignedConnection connection) {
      return form.authenticate(connection);
    }

    @Override
    public void confirm(Principal principal) {
      if (revoked != null) {
        throw new ServiceException(revoked);
      }
    }
  }

  @Override
  ConnectionAuthenticator authenticator() {
    return new Revocable();
  }

  @Test
  void aCallerWhoseSessionIsOverHasToAuthorizeAnew() {
    var revocable = (Revocable) authenticator;
    send(PRELUDE);
    assertThat(answerTo(AUTHORIZE + DEFINE_MUSIC)).isEqualTo(MUSIC);

    revocable.revoked = new ServiceError.ExpiredToken("over");

    assertThat(failure(HexFormat.of().parseHex(answerTo(DEFINE_MUSIC))).codes())
        .containsExactly(4, 23, 31, 33);

    assertThat(answerTo(AUTHORIZE)).isEmpty();
    revocable.revoked = null;
    assertThat(answerTo(DEFINE_MUSIC)).isEqualTo(MUSIC);
  }

  @Test
  void aCallerWhoseKeyIsTakenAwayIsRefused() {
    var revocable = (Revocable) authenticator;
    send(PRELUDE);
    assertThat(answerTo(AUTHORIZE + DEFINE_MUSIC)).isEqualTo(MUSIC);

    revocable.revoked = new ServiceError.UnrecognizedClient("gone");

    assertThat(failure(HexFormat.of().parseHex(answerTo(DEFINE_MUSIC))).codes())
        .containsExactly(4, 23, 31, 32);
  }
}
