package io.larder.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Principal;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Identities;
import io.larder.security.identity.SecretAccessKey;
import io.larder.security.identity.User;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthorizedAccessTest {
  private static final String ACCOUNT = "000000000000";
  private static final Principal SIGNER = new Principal.Root(ACCOUNT, "AKIASIGNER");

  private static final AdminAudit UNRECORDED =
      new AdminAudit(AuditTrail.none(), InstantSource.system(), UUID::randomUUID);

  private final List<String> required = new ArrayList<>();
  private final AuthorizedAccess access =
      new AuthorizedAccess(
          new AdminCallers(_ -> SIGNER, () -> identities(true)),
          (caller, action, resource, context) ->
              required.add(caller.arn() + " " + action + " " + resource),
          UNRECORDED);

  private static Identities identities(boolean isActive) {
    var user =
        new User(
            ACCOUNT,
            "/",
            "ada",
            "AIDAADA",
            Instant.EPOCH,
            Map.of(),
            List.of(),
            List.of(),
            null,
            Map.of());
    var key =
        new AccessKey(
            ACCOUNT, "ada", "AKIAADA", SecretAccessKey.of("s:ecret"), isActive, Instant.EPOCH);
    return Identities.of(1, List.of(user, key));
  }

  private static AdminRequest request(String authorization, String source, boolean isSecure)
      throws UnknownHostException {
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, "/admin/info", Unpooled.EMPTY_BUFFER);
    request.headers().set("Authorization", authorization);
    return new AdminRequest(request, InetAddress.getByName(source), null, isSecure, null);
  }

  private static String basic(String credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
  }

  @Test
  void anAccessKeyMayBeShownAndItsUserIsAskedAbout() throws UnknownHostException {
    AdminRequest request = request(basic("AKIAADA:s:ecret"), "127.0.0.1", false);

    Principal caller = access.admit(request, request, "larder:GetInfo");

    assertThat(caller.arn()).isEqualTo("arn:aws:iam::000000000000:user/ada");
    assertThat(caller.accessKeyId()).isEqualTo("AKIAADA");
    assertThat(required).containsExactly(caller.arn() + " larder:GetInfo *");
  }

  @Test
  void fromElsewhereItMayBeShownByTlsOnly() throws UnknownHostException {
    AdminRequest clear = request(basic("AKIAADA:s:ecret"), "192.0.2.7", false);
    AdminRequest secure = request(basic("AKIAADA:s:ecret"), "192.0.2.7", true);

    assertThat(access.admit(secure, secure, "larder:GetInfo").accessKeyId()).isEqualTo("AKIAADA");
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> access.admit(clear, clear, "larder:GetInfo"))
        .satisfies(e -> assertThat(e.error()).isInstanceOf(ServiceError.AccessDenied.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAADA:",
        "AKIAADA",
        "AKIAADA:secret",
        "AKIAADA:s:ecret ",
        "AKIABOB:s:ecret",
        ":",
        "",
        "AKIABOB:\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
      })
  void whatIsNoKeyWithItsSecretIsRefused(String credentials) throws UnknownHostException {
    assertRefused(access, basic(credentials));
  }

  @Test
  void whatIsNoBase64OrTooLongIsRefused() throws UnknownHostException {
    assertRefused(access, "Basic !!!");
    assertRefused(access, basic("AKIAADA:s:ecret" + "x".repeat(2000)));
  }

  @Test
  void aKeyThatIsNotActiveIsRefusedAsAnUnknownOneIs() throws UnknownHostException {
    assertRefused(
        new AuthorizedAccess(
            new AdminCallers(_ -> SIGNER, () -> identities(false)),
            (caller, action, resource, context) -> required.add(""),
            UNRECORDED),
        basic("AKIAADA:s:ecret"));
  }

  private void assertRefused(AuthorizedAccess refusing, String authorization)
      throws UnknownHostException {
    AdminRequest request = request(authorization, "127.0.0.1", false);

    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> refusing.admit(request, request, "larder:GetInfo"))
        .satisfies(
            e ->
                assertThat(e.error())
                    .isEqualTo(
                        new ServiceError.UnrecognizedClient(
                            "The security token included in the request is invalid.")));
    assertThat(required).isEmpty();
  }

  @Test
  void whoSignsIsAskedAboutToo() throws UnknownHostException {
    AdminRequest request = request("AWS4-HMAC-SHA256 …", "192.0.2.7", false);

    assertThat(access.admit(request, request, "larder:GetCluster")).isSameAs(SIGNER);
    assertThat(required).containsExactly(SIGNER.arn() + " larder:GetCluster *");
  }
}
