package io.larder.proxy;

import io.larder.proxy.admin.AdminPages;
import io.larder.proxy.config.ClientListener;
import io.larder.proxy.config.Cluster;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Store;
import io.larder.proxy.config.value.WishedPort;
import io.larder.security.audit.Selection;
import io.larder.security.identity.Identities;
import io.larder.security.posture.Posture;
import io.larder.security.posture.PostureReport;
import io.larder.security.posture.ServerFacts;
import io.larder.store.TableStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The part of the wiring that is for the rules of AWS Config and Security Hub. */
final class PostureWiring {
  private PostureWiring() {}

  /** What the configuration makes of the server. */
  static ServerFacts facts(Configuration configuration) {
    Cluster cluster = configuration.cluster();
    boolean isVerified = configuration.authentication().isVerified();
    boolean isAudited = configuration.audit().isOn(configuration.authentication());
    return new ServerFacts(
        configuration.service().region() + ":" + configuration.service().accountId(),
        configuration.service().accountId(),
        listeners(configuration),
        isVerified,
        isVerified && configuration.authorization().enforce(),
        seals(configuration),
        isAudited,
        isAudited && configuration.audit().dataEvents() != Selection.DataEvents.NONE,
        cluster.enabled() ? cluster.secretFile().path() != null : null);
  }

  private static @Nullable Boolean seals(Configuration configuration) {
    return configuration.store().kind() == Store.Kind.UPSTREAM
        ? null
        : Boolean.valueOf(configuration.encryption().enabled() || configuration.store().inMemory());
  }

  /** What the admin port shows of it. */
  static AdminPages.Posture page(Configuration configuration, TableStore tables, Gates gates) {
    ServerFacts facts = facts(configuration);
    Supplier<Identities> known = gates.known();
    Supplier<Identities> identities = known == null ? () -> Identities.NONE : known;
    Supplier<PostureReport> report =
        () -> Posture.of(facts, tables, identities.get(), gates::lastUsed, Instant.now());
    return new AdminPages.Posture(() -> report.get().json(), () -> report.get().text());
  }

  private static List<ServerFacts.Listener> listeners(Configuration configuration) {
    List<ServerFacts.Listener> listeners = new ArrayList<>();
    boolean hasTls = configuration.tls().files() != null;
    boolean isLocal = Configuration.isLoopback(configuration.listen().host());
    listeners.add(new ServerFacts.Listener("listen", false, isLocal, false));
    if (hasTls && isWished(configuration.listen().tlsPort())) {
      listeners.add(new ServerFacts.Listener("listen (TLS)", false, isLocal, true));
    }
    boolean isDaxLocal = Configuration.isLoopback(configuration.dax().host());
    if (isWished(configuration.dax().port())) {
      listeners.add(new ServerFacts.Listener("dax", true, isDaxLocal, false));
    }
    if (hasTls && isWished(configuration.dax().tlsPort())) {
      listeners.add(new ServerFacts.Listener("dax (TLS)", true, isDaxLocal, true));
    }
    configuration
        .listeners()
        .forEach(
            each ->
                listeners.add(
                    new ServerFacts.Listener(
                        each.name(),
                        each.protocol() == ClientListener.Protocol.DAX,
                        Configuration.isLoopback(each.host()),
                        each.tls() != null)));
    listeners.add(
        new ServerFacts.Listener(
            "admin",
            false,
            Configuration.isLoopback(configuration.admin().host()),
            configuration.admin().tls() != null));
    return listeners;
  }

  private static boolean isWished(WishedPort port) {
    return port.wish() != WishedPort.Wish.NONE;
  }
}
