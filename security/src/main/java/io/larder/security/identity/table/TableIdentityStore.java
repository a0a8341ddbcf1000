package io.larder.security.identity.table;

import io.larder.protocol.error.ServiceException;
import io.larder.security.identity.Identities;
import io.larder.security.identity.IdentityChange;
import io.larder.security.identity.IdentityEdit;
import io.larder.security.identity.IdentityException;
import io.larder.security.identity.IdentityException.Code;
import io.larder.security.identity.IdentityStore;
import io.larder.security.identity.table.EntityDocuments.UnreadableException;
import io.larder.store.TableStore;
import io.larder.store.logging.RareLine;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.SecretSealer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Identities in a table of a store, and in memory what is there. A change is one transaction on the
 * condition that nobody made another since it was looked up. Where other servers share the table,
 * its revision is read again and again, and what they have changed is seen within that time; after
 * a while in which it could not be read, nobody is known any more.
 */
public final class TableIdentityStore implements IdentityStore, AutoCloseable {
  /** A transaction has at most 100 actions, of which revision and key have one each. */
  private static final int MAX_CHANGES = 98;

  private static final int ATTEMPTS = 10;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Logger LOG = LoggerFactory.getLogger(TableIdentityStore.class);

  /**
   * How the table is read.
   *
   * @param refresh how often it is looked whether others have changed it
   * @param staleness how long what was read last is good while the table cannot be read
   */
  public record Sharing(Duration refresh, Duration staleness) {}

  private final IdentityTable table;
  private final @Nullable Sharing sharing;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final ReentrantLock changing = new ReentrantLock();
  private final RareLine failures;
  private @Nullable ScheduledExecutorService refreshing;
  private boolean isKeyRenewed;
  private volatile State state = new State(Identities.NONE, false, 0);

  /**
   * @param isKnown false until the table was read
   * @param readAt when the table was as it is here; in nanoseconds
   */
  private record State(Identities identities, boolean isKnown, long readAt) {}

  private TableIdentityStore(
      IdentityTable table,
      @Nullable Sharing sharing,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.table = table;
    this.sharing = sharing;
    this.nanoTime = nanoTime;
    this.random = random;
    this.failures = new RareLine(nanoTime);
  }

  /**
   * The table that keeps them.
   *
   * @param store which keeps nothing of that table in memory
   * @param name of a table whose keys are the strings {@code pk} and {@code sk}
   * @param make makes the table when it is missing, and may block
   */
  public record Home(TableStore store, String name, Runnable make) {}

  /**
   * Identities of which nothing is known until {@link #refresh} was called.
   *
   * @param sealer of secrets; has its key as soon as anybody is known
   * @param sharing null if only this process can change the table
   * @param random of the pauses between attempts
   */
  public static TableIdentityStore of(
      Home home,
      SecretSealer sealer,
      @Nullable Sharing sharing,
      LongSupplier nanoTime,
      RandomGenerator random) {
    return new TableIdentityStore(
        new IdentityTable(home.store(), home.name(), home.make(), sealer),
        sharing,
        nanoTime,
        random);
  }

  /**
   * Begins to look for changes of others, if there can be any.
   *
   * @param after called after each look that has succeeded, by one thread
   */
  public void start(Runnable after) {
    if (sharing == null) {
      return;
    }
    refreshing =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("identities").daemon().factory());
    long pause = sharing.refresh().toNanos();
    var _ =
        refreshing.scheduleWithFixedDelay(
            () -> refreshQuietly(after), 0, pause, TimeUnit.NANOSECONDS);
  }

  @Override
  public Identities current() {
    State now = state;
    return sharing == null || nanoTime.getAsLong() - now.readAt() <= sharing.staleness().toNanos()
        ? now.identities()
        : Identities.NONE;
  }

  /** True if the table has been read, and not too long ago. */
  public boolean isKnown() {
    State now = state;
    return now.isKnown()
        && (sharing == null
            || nanoTime.getAsLong() - now.readAt() <= sharing.staleness().toNanos());
  }

  private void refreshQuietly(Runnable after) {
    try {
      refresh();
      after.run();
    } catch (RuntimeException e) {
      // An IdentityException says what it is of, and never what is in it.
      failures.log(LOG.atError().addKeyValue("reason", e), "The identities cannot be read");
    }
  }

  /**
   * Looks whether anything has changed, and takes it over. Blocks.
   *
   * @throws IdentityException ServiceFailure, if the table cannot be read
   */
  public void refresh() {
    changing.lock();
    try {
      look();
    } finally {
      changing.unlock();
    }
  }

  private void look() {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        long asked = nanoTime.getAsLong();
        State known = state;
        if (known.isKnown() && table.revision() == known.identities().revision()) {
          state = new State(known.identities(), true, asked);
          return;
        }
        Identities read = table.read();
        if (read != null) {
          renewKeyOnce();
          state = new State(read, true, asked);
          return;
        }
        pause();
      }
    } catch (ServiceException | UnreadableException | KeyUnavailableException e) {
      throw failure(String.valueOf(e.getMessage()));
    }
    throw new IdentityException(
        Code.CONCURRENT_MODIFICATION, "The identities are changed all the time; try again.");
  }

  /** Once in a process, so that two with different master keys do not do it again and again. */
  private void renewKeyOnce() {
    if (isKeyRenewed) {
      return;
    }
    isKeyRenewed = true;
    try {
      table.renewKey();
    } catch (ServiceException | KeyUnavailableException e) {
      LOG.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log("The key of secrets stays wrapped by the master key before");
    }
  }

  @Override
  public <R extends @Nullable Object> R change(IdentityChange<R> change) {
    changing.lock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (sharing != null || !state.isKnown()) {
          look();
        }
        var edit = new IdentityEdit(state.identities());
        R result = change.apply(edit);
        if (isMade(edit)) {
          return result;
        }
        state = new State(state.identities(), false, state.readAt());
        pause();
      }
    } finally {
      changing.unlock();
    }
    throw new IdentityException(
        Code.CONCURRENT_MODIFICATION, "The identities are changed all the time; try again.");
  }

  private boolean isMade(IdentityEdit edit) {
    var changes = edit.changes();
    if (changes.isEmpty()) {
      return true;
    }
    if (changes.size() > MAX_CHANGES) {
      throw new IdentityException(
          Code.LIMIT_EXCEEDED, "A change touches at most " + MAX_CHANGES + " entities at once.");
    }
    Identities changed = edit.changed();
    long asked = nanoTime.getAsLong();
    boolean isMade;
    try {
      isMade = table.write(changed.revision() - 1, changes);
    } catch (ServiceException | KeyUnavailableException e) {
      // It may have been made all the same: what is there must be looked up.
      state = new State(state.identities(), false, state.readAt());
      throw failure(String.valueOf(e.getMessage()));
    }
    if (isMade) {
      state = new State(changed, true, asked);
    }
    return isMade;
  }

  private void pause() {
    LockSupport.parkNanos(random.nextLong(PAUSE_NANOS));
  }

  private static IdentityException failure(String reason) {
    return new IdentityException(
        Code.SERVICE_FAILURE, "The identities cannot be reached: " + reason);
  }

  @Override
  public void close() {
    if (refreshing != null) {
      refreshing.shutdownNow();
    }
  }
}
