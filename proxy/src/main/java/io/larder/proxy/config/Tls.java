package io.larder.proxy.config;

import io.larder.proxy.config.value.OptionalFile;
import io.larder.proxy.net.tls.PemFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/** How clients are spoken to in secret, on ports beside the plain ones. */
public record Tls(
    @Setting(
            byDefault = "none",
            doc =
                "File of the certificate in PEM, and of those between it and the one that clients"
                    + " trust; none for no TLS.")
        OptionalFile certificate,
    @Setting(byDefault = "none", doc = "File of its private key in PEM, not encrypted.")
        OptionalFile privateKey,
    @Setting(
            byDefault = "none",
            doc =
                "File with the certificates in PEM of the authorities that vouch for clients; none"
                    + " to ask clients for no certificate.")
        OptionalFile clientCa,
    @Setting(
            byDefault = "optional",
            doc =
                "optional: a client may show a certificate of theirs; required: it gets no further"
                    + " without one.")
        ClientAuth clientAuth,
    @Setting(
            byDefault = "10s",
            least = "10ms",
            most = "1d",
            doc = "How often the files are read again, so that a new certificate is found.")
        Duration reloadInterval) {

  /** Whether a client must have a certificate. */
  public enum ClientAuth {
    OPTIONAL,
    REQUIRED
  }

  /** Whom a client certificate stands for, in requests that are not signed. */
  public record ClientPrincipal(
      @Setting(
              byDefault = "CN=client",
              pattern = ".{1,1024}",
              form = "a distinguished name of at most 1024 characters",
              doc = "Subject of the certificate as RFC 2253 writes it, such as CN=app,O=Example.")
          String subject,
      @Setting(
              byDefault = "arn:aws:iam::000000000000:user/client",
              pattern = "arn:aws:iam::[0-9]{12}:user/[\\w+=,.@/-]{1,576}",
              form = "the ARN of a user",
              doc = "ARN of the user that it is.")
          String principal) {
    private boolean isName() {
      try {
        return !new LdapName(subject).isEmpty();
      } catch (InvalidNameException _) {
        return false;
      }
    }
  }

  /** The files; null if there shall be no TLS. */
  public @Nullable PemFiles files() {
    return files(certificate, privateKey, clientCa, clientAuth);
  }

  static @Nullable PemFiles files(
      OptionalFile certificate,
      OptionalFile privateKey,
      OptionalFile clientCa,
      ClientAuth clientAuth) {
    Path first = certificate.path();
    Path second = privateKey.path();
    if (first == null || second == null) {
      return null;
    }
    Path authorities = clientCa.path();
    return new PemFiles(
        first,
        second,
        authorities == null
            ? null
            : new PemFiles.ClientAuthorities(authorities, clientAuth == ClientAuth.REQUIRED));
  }

  /** Records what must hold between these keys. */
  void check(Problems problems) {
    check(problems, "tls.", certificate, privateKey, clientCa, clientAuth);
  }

  /** Records what must hold between keys whose paths begin so. */
  static void check(
      Problems problems,
      String prefix,
      OptionalFile certificate,
      OptionalFile privateKey,
      OptionalFile clientCa,
      ClientAuth clientAuth) {
    problems
        .require(
            certificate.isGiven() == privateKey.isGiven(),
            prefix + "private-key",
            "must be given if, and only if, " + prefix + "certificate is",
            prefix + "certificate")
        .require(
            certificate.isGiven() || !clientCa.isGiven(),
            prefix + "client-ca",
            "needs " + prefix + "certificate",
            prefix + "certificate")
        .require(
            clientCa.isGiven() || clientAuth == ClientAuth.OPTIONAL,
            prefix + "client-auth",
            "must be optional where there is no " + prefix + "client-ca",
            prefix + "client-ca");
  }

  /** Records what must hold for whom certificates stand. */
  static void check(Problems problems, List<ClientPrincipal> principals, boolean isVerified) {
    // What nobody looks at must not be given, or somebody would rely on it.
    problems.require(
        isVerified || principals.isEmpty(),
        "client-principals",
        Configuration.VERIFY,
        "authentication.mode");
    Set<String> subjects = new HashSet<>();
    for (int at = 0; at < principals.size(); at++) {
      ClientPrincipal each = principals.get(at);
      String key = "client-principals[" + at + "].subject";
      problems
          .require(each.isName(), key, "must be a name such as CN=app,O=Example")
          .require(subjects.add(each.subject), key, "must be given once");
    }
  }
}
