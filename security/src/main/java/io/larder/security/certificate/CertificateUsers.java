package io.larder.security.certificate;

import io.larder.security.auth.Principal;
import io.larder.security.identity.Identities;
import io.larder.security.identity.User;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The users whom client certificates stand for. They are looked up with every request, so that one
 * who is deleted is gone at once.
 */
public final class CertificateUsers {
  /** ARNs of users by the subject in its canonical form. */
  private final Map<String, String> arns = new HashMap<>();

  private final Supplier<Identities> identities;

  /**
   * @param arns of users, by subjects as RFC 2253 writes them
   * @param identities the newest
   * @throws IllegalArgumentException if a subject is no distinguished name
   */
  public CertificateUsers(Map<String, String> arns, Supplier<Identities> identities) {
    arns.forEach((subject, arn) -> this.arns.put(canonical(subject), arn));
    this.identities = identities;
  }

  private static String canonical(String subject) {
    return new X500Principal(subject).getName(X500Principal.CANONICAL);
  }

  /** Whom a certificate of that subject stands for; null if for nobody who is there. */
  public @Nullable Principal user(@Nullable String subject) {
    if (subject == null || arns.isEmpty()) {
      return null;
    }
    String arn;
    try {
      arn = arns.get(canonical(subject));
    } catch (IllegalArgumentException _) {
      // The engine of TLS has read it; a name that nobody can write is nobody's all the same.
      return null;
    }
    User user = arn == null ? null : identities.get().user(arn);
    return user == null ? null : user.principal(null, null);
  }
}
