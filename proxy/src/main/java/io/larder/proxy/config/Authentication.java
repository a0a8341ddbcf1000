package io.larder.proxy.config;

import io.larder.proxy.config.value.Origins;
import io.larder.security.signature.Regions;
import java.time.Duration;
import java.util.Arrays;

/** Who may call. */
public record Authentication(
    @Setting(
            byDefault = "header-form",
            doc =
                "sigv4: signatures are verified, and callers may do what their policies allow;"
                    + " header-form: a request must be signed in form, the signature is not"
                    + " verified; none: no signature is needed.")
        Mode mode,
    @Setting(
            byDefault = "5m",
            least = "1s",
            most = "1h",
            doc =
                "How far the time of a signature may be from that of this server, either way, for"
                    + " sigv4. Within it whoever sees a request pass can send it again.")
        Duration clockSkew,
    @Setting(
            byDefault = "service",
            pattern = "\\*|[a-z0-9-]{1,64}(?: *, *[a-z0-9-]{1,64}){0,99}",
            form = "service, * or regions such as eu-west-1, us-east-1",
            doc =
                "Regions that signatures may be made for, with sigv4: service for service.region"
                    + " alone, as on the service (for any, with service.regions: by-scope); * for"
                    + " any.")
        String regions,
    @Setting(
            byDefault = "false",
            doc =
                "Allow both hosts to be reachable from other machines all the same, if signatures"
                    + " are not verified.")
        boolean allowUnauthenticatedRemote,
    @Setting(
            byDefault = "loopback",
            doc =
                "Web pages that may call, separated by commas: loopback for those of this machine,"
                    + " origins such as https://app.example.com, * for all; or none. With sigv4"
                    + " all may, since their signatures are verified.")
        Origins allowedOrigins) {
  private static final String SERVICE = "service";
  private static final String ANY = "*";

  /** How a caller proves who it is. */
  public enum Mode {
    SIGV4,
    HEADER_FORM,
    NONE
  }

  /** True if nobody is let in who has not proven who it is. */
  public boolean isVerified() {
    return mode == Mode.SIGV4;
  }

  /** The same where each region has tables of its own, so that any will do by default. */
  public Regions signedForAny(String region) {
    return regions.equals(SERVICE) ? Regions.all() : signedFor(region);
  }

  /** The regions that signatures may be made for, where the service is in {@code region}. */
  public Regions signedFor(String region) {
    return regions.equals(ANY)
        ? Regions.all()
        : Regions.of(
            Arrays.stream(regions.split(","))
                .map(String::strip)
                .map(name -> name.equals(SERVICE) ? region : name)
                .distinct()
                .toArray(String[]::new));
  }
}
