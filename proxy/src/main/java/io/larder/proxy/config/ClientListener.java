package io.larder.proxy.config;

import io.larder.proxy.config.value.OptionalFile;
import io.larder.proxy.net.AddressSet;
import io.larder.proxy.net.tls.PemFiles;
import io.larder.security.auth.Network;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A further address for clients, which stands for a network of its own, as a VPC endpoint does (AWS
 * PrivateLink Guide, "Control access to VPC endpoints using endpoint policies").
 */
public record ClientListener(
    @Setting(
            byDefault = "network",
            pattern = "[A-Za-z0-9_.-]{1,64}",
            form = "letters, digits, dots, hyphens and underscores, at most 64",
            doc = "Name of the listener, which no other one has.")
        String name,
    @Setting(byDefault = "http", doc = "What is spoken: http for DynamoDB clients, dax for DAX's.")
        Protocol protocol,
    @Setting(
            byDefault = "127.0.0.1",
            pattern = "\\S{1,253}",
            form = "an address or a name of this machine, of at most 253 characters",
            doc = "Address that clients connect to.")
        String host,
    @Setting(byDefault = "0", least = "0", most = "65535", doc = "Its port; 0 takes a free one.")
        int port,
    @Setting(
            byDefault = "none",
            doc = "File of its certificate in PEM, as tls.certificate; none for no TLS.")
        OptionalFile tlsCertificate,
    @Setting(byDefault = "none", doc = "File of the private key in PEM, not encrypted.")
        OptionalFile tlsPrivateKey,
    @Setting(
            byDefault = "none",
            doc = "File of the authorities whose client certificates are taken, as tls.client-ca.")
        OptionalFile tlsClientCa,
    @Setting(
            byDefault = "optional",
            doc = "Whether clients must have such a certificate: optional or required.")
        Tls.ClientAuth tlsClientAuth,
    @Setting(
            byDefault = "all",
            doc = "Addresses of clients that may connect; others are closed at once.")
        AddressSet allow,
    @Setting(
            byDefault = "none",
            doc =
                "Addresses of proxies that say by the PROXY protocol, version 2, for which client"
                    + " they connect; from these it must come, and it is believed.")
        AddressSet proxies,
    @Setting(
            byDefault = "none",
            pattern = "none|vpc-[A-Za-z0-9-]{1,60}",
            form = "none or an id such as vpc-1a2b3c4d",
            doc = "aws:SourceVpc of what comes in here.")
        String vpc,
    @Setting(
            byDefault = "none",
            pattern = "none|vpce-[A-Za-z0-9-]{1,59}",
            form = "none or an id such as vpce-1a2b3c4d",
            doc = "aws:SourceVpce of what comes in here.")
        String vpcEndpoint,
    @Setting(
            byDefault = "none",
            doc = "File of the policy that limits what may be asked for here; none for no limit.")
        OptionalFile policy) {
  /** What clients of the listener speak. */
  public enum Protocol {
    HTTP,
    DAX
  }

  /** The files of TLS; null if it has none. */
  public @Nullable PemFiles tls() {
    return Tls.files(tlsCertificate, tlsPrivateKey, tlsClientCa, tlsClientAuth);
  }

  /** {@code aws:SourceVpc}; null if it is in none. */
  public @Nullable String vpcId() {
    return orNull(vpc);
  }

  /** {@code aws:SourceVpce}; null if it is none. */
  public @Nullable String vpcEndpointId() {
    return orNull(vpcEndpoint);
  }

  private static @Nullable String orNull(String id) {
    return id.equals("none") ? null : id;
  }

  /** Where the policy is; null if there is none. */
  public @Nullable Path policyFile() {
    return policy.path();
  }

  /**
   * Records what must hold for all of them.
   *
   * @param isVerified true if policies count
   * @param mayServe true for a host that may be listened on for the sake of the upstream
   * @param mayListenOn true for one that may be listened on for the sake of authentication
   */
  static void check(
      Problems problems,
      List<ClientListener> listeners,
      boolean isVerified,
      Predicate<String> mayServe,
      Predicate<String> mayListenOn) {
    Set<String> names = new HashSet<>(Set.of(Network.MAIN.name()));
    for (int at = 0; at < listeners.size(); at++) {
      ClientListener each = listeners.get(at);
      String path = "listeners[" + at + "].";
      Tls.check(
          problems,
          path + "tls-",
          each.tlsCertificate,
          each.tlsPrivateKey,
          each.tlsClientCa,
          each.tlsClientAuth);
      problems
          .require(
              isVerified || each.policyFile() == null,
              path + "policy",
              Configuration.VERIFY,
              "authentication.mode")
          .require(
              names.add(each.name), path + "name", "must not be main, nor that of another listener")
          .require(
              mayServe.test(each.host), path + "host", Configuration.TRUSTED, Configuration.TRUST)
          .require(
              mayListenOn.test(each.host),
              path + "host",
              Configuration.REMOTE,
              Configuration.ALLOW_REMOTE);
    }
  }
}
