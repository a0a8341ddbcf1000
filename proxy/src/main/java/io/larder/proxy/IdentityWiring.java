package io.larder.proxy;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Iam;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.IdentityException;
import io.larder.security.identity.UniqueIds;
import io.larder.security.identity.edit.Administrator;
import io.larder.security.identity.edit.IdentityOperations;
import io.larder.security.identity.table.TableIdentityStore;
import io.larder.store.seal.SecretSealer;
import io.larder.store.upstream.ControlTable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the wiring that is for identities. */
final class IdentityWiring {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityWiring.class);

  private IdentityWiring() {}

  /** What the operations on identities need. */
  static IdentityOperations operations() {
    return new IdentityOperations(new UniqueIds(new SecureRandom()), InstantSource.system());
  }

  /** The identities in a table, of which nothing is known yet. */
  static TableIdentityStore of(OwnTable own, SecretSealer sealer, Iam iam) {
    return TableIdentityStore.of(
        new TableIdentityStore.Home(
            own.store(), own.name(), () -> ControlTable.ensure(own.store(), own.name())),
        sealer,
        own.isShared() ? new TableIdentityStore.Sharing(iam.refresh(), iam.maxAge()) : null,
        System::nanoTime,
        new Random());
  }

  /**
   * The identities of a server, to be closed by it. Where there is nobody yet, there is an
   * administrator afterwards. An upstream need not be there yet; until it is, nobody is known.
   *
   * @param console is told the administrator's key
   * @throws IOException in one line, if they cannot be had
   */
  static TableIdentityStore open(
      Configuration configuration, OwnTable own, SecretSealer sealer, Consumer<String> console)
      throws IOException {
    TableIdentityStore store = of(own, sealer, configuration.iam());
    var first = new FirstStart(store, configuration, console);
    if (own.isShared()) {
      store.start(first::tryUntilDone);
    } else {
      try {
        first.run();
      } catch (IdentityException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return store;
  }

  /** What is done once, when the identities are known. */
  private static final class FirstStart {
    private final TableIdentityStore store;
    private final Configuration configuration;
    private final Consumer<String> console;
    private boolean isDone;

    FirstStart(TableIdentityStore store, Configuration configuration, Consumer<String> console) {
      this.store = store;
      this.configuration = configuration;
      this.console = console;
    }

    /** Called by one thread, again and again. */
    void tryUntilDone() {
      if (isDone) {
        return;
      }
      try {
        run();
      } catch (IOException e) {
        LOG.atError()
            .addKeyValue("reason", e.getMessage())
            .log("The first administrator cannot be made");
      }
    }

    void run() throws IOException {
      store.refresh();
      if (store.current().accounts().isEmpty()) {
        Path path = configuration.iam().credentialsFile().path();
        makeAdministrator(path == null ? null : new CredentialsFile(path));
      }
      isDone = true;
    }

    private void makeAdministrator(@Nullable CredentialsFile file) throws IOException {
      if (file != null) {
        file.prepare();
      }
      AccessKey key = Administrator.make(store, operations(), configuration.service().accountId());
      if (key == null) {
        return;
      }
      console.accept("The access key of the administrator, which is shown only now:");
      console.accept("  AWS_ACCESS_KEY_ID=" + key.id());
      console.accept("  AWS_SECRET_ACCESS_KEY=" + key.secret().reveal());
      if (file != null) {
        file.write(key);
        console.accept("It is in " + configuration.iam().credentialsFile() + " too.");
      }
    }
  }
}
