package io.larder.security.sts;

import io.larder.security.auth.Principal;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryException;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.XmlWriter;
import java.time.Duration;

/** Gives a user temporary credentials in place of the long-term ones; needs no permission. */
final class GetSessionToken implements QueryOperation {
  private static final int MIN_SECONDS = 900;
  private static final int MAX_SECONDS = 129_600;
  private static final int USUAL_SECONDS = 43_200;

  private final Sessions sessions;

  GetSessionToken(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void answer(QueryCall call, XmlWriter xml) {
    int seconds =
        call.parameters().number("DurationSeconds", MIN_SECONDS, MAX_SECONDS, USUAL_SECONDS);
    SessionWish.refuseMfa(call.parameters());
    if (!(call.caller() instanceof Principal.User user) || user.session() != null) {
      throw QueryException.accessDenied("Cannot call GetSessionToken with session credentials");
    }
    Sessions.write(xml, sessions.ofUser(user, Duration.ofSeconds(seconds)));
  }
}
