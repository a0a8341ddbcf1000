package io.larder.proxy;

import io.larder.protocol.item.KeySchema;
import io.larder.proxy.config.Audit;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Service;
import io.larder.security.audit.AuditOptions;
import io.larder.security.audit.AuditTrail;
import io.larder.security.audit.EventSelector;
import io.larder.security.audit.EventSelectors;
import io.larder.security.audit.Selection;
import io.larder.security.audit.Site;
import io.larder.security.audit.files.RecentRecords;
import io.larder.security.audit.trail.FileAuditTrail;
import io.larder.store.Directory;
import io.larder.store.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the audit. */
final class AuditWiring {
  /** Records on a page. */
  private static final int SHOWN = 200;

  private AuditWiring() {}

  /**
   * The audit of that configuration; what records say of keys is by what {@code tables} knows.
   *
   * @throws IOException if it cannot be written, or its selectors cannot be read
   */
  static AuditTrail open(Configuration configuration, Directory tables) throws IOException {
    Audit audit = configuration.audit();
    if (!audit.isOn(configuration.authentication())) {
      return AuditTrail.none();
    }
    Service service = configuration.service();
    return FileAuditTrail.open(
        new AuditOptions(
            audit.directory(),
            audit.keyFile(),
            new Site(service.accountId(), service.region()),
            new Selection(audit.dataEvents(), selectors(audit)),
            audit.rotate(),
            audit.digest(),
            audit.retention(),
            audit.onOverflow(),
            audit.queueBytes().bytes()),
        name -> keys(tables.defined(name)),
        InstantSource.system(),
        new SplittableRandom(new SecureRandom().nextLong()));
  }

  private static @Nullable KeySchema keys(@Nullable Table table) {
    return table == null ? null : table.keySchema();
  }

  private static List<EventSelector> selectors(Audit audit) throws IOException {
    Path file = audit.selectors().path();
    if (file == null) {
      return List.of();
    }
    try {
      return EventSelectors.parse(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new IOException("audit.selectors: " + file + ": " + e.getMessage(), e);
    }
  }

  /** The newest records of that audit, as the page {@code /admin/audit}. May block. */
  static Supplier<String> page(Configuration configuration) {
    Audit audit = configuration.audit();
    if (!audit.isOn(configuration.authentication())) {
      return () -> "{\"Records\":[]}";
    }
    Service service = configuration.service();
    var records =
        new RecentRecords(
            audit.directory(),
            new Site(service.accountId(), service.region()),
            InstantSource.system());
    return () -> {
      try {
        return records.newest(SHOWN);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
