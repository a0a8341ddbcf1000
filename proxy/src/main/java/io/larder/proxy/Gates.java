package io.larder.proxy;

import io.larder.proxy.admin.AdminAccess;
import io.larder.proxy.admin.AdminAudit;
import io.larder.proxy.admin.AdminCallers;
import io.larder.proxy.admin.AuthorizedAccess;
import io.larder.proxy.call.BlockingWork;
import io.larder.proxy.config.Authentication;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Iam;
import io.larder.proxy.config.Store;
import io.larder.proxy.config.Tls;
import io.larder.proxy.http.FormCalls;
import io.larder.proxy.keys.MasterKeys;
import io.larder.proxy.manage.ManagementAccess;
import io.larder.proxy.manage.VerifiedAccess;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Authorizer;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.security.auth.ConnectionFormAuthenticator;
import io.larder.security.auth.HeaderFormAuthenticator;
import io.larder.security.authorization.PolicyAuthorizer;
import io.larder.security.certificate.CertificateAuthenticator;
import io.larder.security.certificate.CertificateUsers;
import io.larder.security.iam.AccessKeyUses;
import io.larder.security.iam.IamService;
import io.larder.security.identity.Identities;
import io.larder.security.identity.table.TableIdentityStore;
import io.larder.security.query.QueryApi;
import io.larder.security.session.SessionTokens;
import io.larder.security.signature.Regions;
import io.larder.security.signature.SigV4Authenticator;
import io.larder.security.sts.StsPermissions;
import io.larder.security.sts.StsService;
import io.larder.security.webidentity.DiscoveredKeySets;
import io.larder.security.webidentity.KeySetFolder;
import io.larder.security.webidentity.KeySetSource;
import io.larder.security.webidentity.WebIdentityTokens;
import io.larder.store.Directory;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.LocalKeys;
import io.larder.store.seal.SecretSealer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who finds out who calls, and whether they may do what they ask for.
 *
 * @param identities that callers are known by; null if none is verified
 * @param requests over HTTP
 * @param connections over DAX
 * @param authorizer of what they ask for
 * @param admin of what they ask of the admin port
 * @param management of what they ask of the management API there
 * @param forms answers calls of IAM and STS; null if nobody does
 * @param uses of access keys; null if none is known
 */
record Gates(
    @Nullable TableIdentityStore identities,
    Authenticator requests,
    ConnectionAuthenticator connections,
    Authorizer authorizer,
    AdminAccess admin,
    ManagementAccess management,
    @Nullable FormCalls forms,
    @Nullable AccessKeyUses uses)
    implements AutoCloseable {
  /** Calls of IAM and STS that run at the same moment, and those that may wait. */
  private static final int FORMS = 16;

  private static final int WAITING_FORMS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Gates.class);
  private static final String UNREADABLE = "A file that says who may do what is of no use";

  /**
   * What the configuration asks for.
   *
   * @param directory of the tables that policies are about
   * @param audit records calls of IAM and STS
   * @throws IOException in one line, if something that it needs cannot be had
   */
  static Gates open(
      Configuration configuration, OpenStore store, Directory directory, AuditTrail audit)
      throws IOException {
    if (!configuration.authentication().isVerified()) {
      return unverified(configuration.authentication());
    }
    // A policy that cannot be read denies everything: whoever wonders why must find it here.
    AuthorizationWiring.problems(configuration)
        .forEach(problem -> LOG.atError().addKeyValue("problem", problem).log(UNREADABLE));
    SecretSealer sealer = sealer(configuration);
    TableIdentityStore identities =
        IdentityWiring.open(configuration, store.own(), sealer, System.out::println);
    try {
      return verified(configuration, identities, sealer, directory, audit);
    } catch (IOException | RuntimeException e) {
      identities.close();
      throw e;
    }
  }

  /** The identities at each moment; null if nobody is known. */
  @Nullable Supplier<Identities> known() {
    return identities == null ? null : identities::current;
  }

  /**
   * Who decides on calls for another region.
   *
   * @throws IOException if a policy cannot be read
   */
  Authorizer authorizerIn(String region, Configuration configuration, Directory directory)
      throws IOException {
    return identities == null
        ? authorizer
        : AuthorizationWiring.authorizer(configuration, region, directory, identities::current);
  }

  /** When an access key was used last; null if nobody knows of a use. */
  @Nullable Instant lastUsed(String accessKeyId) {
    AccessKeyUses.Use use = uses == null ? null : uses.last(accessKeyId);
    return use == null ? null : use.when();
  }

  private static SecretSealer sealer(Configuration configuration) throws IOException {
    String key = configuration.encryption().key();
    boolean isKept =
        configuration.store().kind() == Store.Kind.UPSTREAM || !configuration.store().inMemory();
    // Nodes that share identities must have the same key, so none of them makes its own.
    if (isKept && !configuration.cluster().enabled()) {
      MasterKeys.create(key);
    }
    try {
      return new SecretSealer(
          isKept ? new MasterKeys(System.getenv()).find(key) : LocalKeys.ofProcess(),
          new SecureRandom());
    } catch (KeyUnavailableException e) {
      throw new IOException("encryption.key: " + e.getMessage(), e);
    }
  }

  /** Gates that look at signatures in form at most. */
  private static Gates unverified(Authentication authentication) {
    return switch (authentication.mode()) {
      case SIGV4 -> throw new IllegalArgumentException("signatures are to be verified");
      case HEADER_FORM -> {
        var form = new HeaderFormAuthenticator();
        yield open(form, new ConnectionFormAuthenticator());
      }
      case NONE -> open(Authenticator.none(), ConnectionAuthenticator.none());
    };
  }

  private static Gates open(Authenticator requests, ConnectionAuthenticator connections) {
    return new Gates(
        null,
        requests,
        connections,
        Authorizer.allowAll(),
        AdminAccess.everyone(),
        ManagementAccess.everyone(),
        null,
        null);
  }

  /** Gates that let in who has signed with a key of these identities, to do what they may. */
  private static Gates verified(
      Configuration configuration,
      TableIdentityStore identities,
      SecretSealer sealer,
      Directory directory,
      AuditTrail audit)
      throws IOException {
    Authentication authentication = configuration.authentication();
    InstantSource clock = InstantSource.system();
    String region = configuration.service().region();
    boolean isApart = configuration.service().keepsRegionsApart();
    Regions regions =
        isApart ? authentication.signedForAny(region) : authentication.signedFor(region);
    var tokens = new SessionTokens(sealer, new SecureRandom());
    var signatures =
        new SigV4Authenticator(
            identities::current,
            tokens,
            regions,
            // DAX has the tables of one region, whoever signs for another must not be told these.
            isApart ? Regions.of(region) : regions,
            authentication.clockSkew(),
            clock,
            System::nanoTime);
    PolicyAuthorizer authorizer =
        AuthorizationWiring.authorizer(configuration, region, directory, identities::current);
    var uses = new AccessKeyUses(clock);
    var api =
        new QueryApi(
            List.of(
                IamService.over(identities, IdentityWiring.operations(), authorizer, uses),
                StsService.over(
                    identities::current,
                    tokens,
                    new WebIdentityTokens(keySets(configuration.iam()), clock),
                    new StsPermissions(authorizer),
                    clock)),
            service ->
                uses.noting(signatures.forService(service, regions.withGlobal()), service, region),
            audit,
            clock,
            UUID::randomUUID);
    Authenticator requests = uses.noting(signatures, "dynamodb", region);
    return new Gates(
        identities,
        configuration.clientPrincipals().isEmpty()
            ? requests
            : new CertificateAuthenticator(requests, certificateUsers(configuration, identities)),
        uses.notingConnections(signatures, "dax", region),
        authorizer,
        new AuthorizedAccess(
            new AdminCallers(requests, identities::current),
            authorizer::require,
            new AdminAudit(audit, clock, UUID::randomUUID)),
        new VerifiedAccess(
            new AdminCallers(
                uses.noting(signatures.forService("dax", regions), "dax", region),
                identities::current),
            authorizer::require),
        new FormCalls(api, new BlockingWork(FORMS, WAITING_FORMS)),
        uses);
  }

  private static CertificateUsers certificateUsers(
      Configuration configuration, TableIdentityStore identities) {
    return new CertificateUsers(
        configuration.clientPrincipals().stream()
            .collect(
                Collectors.toMap(Tls.ClientPrincipal::subject, Tls.ClientPrincipal::principal)),
        identities::current);
  }

  private static KeySetSource keySets(Iam iam) {
    Path folder = iam.keySets().path();
    var issuers = new DiscoveredKeySets();
    return folder == null ? issuers : new KeySetFolder(folder, issuers);
  }

  @Override
  public void close() {
    if (identities != null) {
      identities.close();
    }
  }
}
