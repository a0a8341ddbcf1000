package io.larder.store.observers;

import io.larder.protocol.error.ServiceException;
import io.larder.store.ItemChange;
import io.larder.store.PrimaryKey;
import io.larder.store.Touched;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import io.larder.store.logging.RareLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody who hears of writes. Each observer hears of the end of what it has begun, and of no
 * other end, whatever becomes of the other observers.
 */
public final class WriteObservers {
  /**
   * How long a write waits for an observer that asks others first. It is longer than it takes to
   * shut out one that does not answer.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(WriteObservers.class);

  private final List<WriteObserver> observers = new CopyOnWriteArrayList<>();
  private final Duration patience;
  private final RareLine failures;

  /**
   * @param patience how long a write waits for each observer
   * @param nanoTime tells nanoseconds since some moment
   */
  public WriteObservers(Duration patience, LongSupplier nanoTime) {
    this.patience = patience;
    this.failures = new RareLine(nanoTime);
  }

  public void add(WriteObserver observer) {
    observers.add(observer);
  }

  /**
   * Returns when everybody is ready for the changes to become visible. One of the methods of what
   * it returns must follow. If an observer fails, or is not ready in time, that is thrown, and the
   * others are told that the commit is given up.
   *
   * @throws ServiceException what an observer has the client told who refuses the write
   */
  public Scopes begin(List<? extends Touched> touched) {
    return begin(observer -> observer.begin(touched));
  }

  /** The same of a write that may change all items of these tables, or of all tables. */
  public Scopes beginTables(List<String> tableNames) {
    return begin(observer -> observer.beginTables(tableNames));
  }

  /** Of a change that is no concern of any observer. */
  public Scopes none() {
    return new Scopes(List.of());
  }

  private Scopes begin(Function<WriteObserver, CompletionStage<WriteScope>> beginning) {
    List<WriteScope> begun = new ArrayList<>(observers.size());
    try {
      for (WriteObserver observer : observers) {
        begun.add(await(beginning.apply(observer)));
      }
      return new Scopes(begun);
    } catch (RuntimeException | Error e) {
      tell(begun, WriteScope::aborted);
      throw e;
    }
  }

  private WriteScope await(CompletionStage<WriteScope> begun) {
    CompletableFuture<WriteScope> scope = begun.toCompletableFuture();
    try {
      return scope.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ServiceException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("An observer did not let a write begin", e.getCause());
    } catch (TimeoutException e) {
      abandon(scope);
      throw new IllegalStateException("An observer was not ready within " + patience, e);
    } catch (InterruptedException e) {
      abandon(scope);
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whenever the scope comes, it is ended. */
  private void abandon(CompletableFuture<WriteScope> begun) {
    var _ = begun.thenAccept(scope -> tell(List.of(scope), WriteScope::aborted));
  }

  private void tell(List<WriteScope> scopes, Consumer<WriteScope> end) {
    for (WriteScope scope : scopes) {
      try {
        end.accept(scope);
      } catch (RuntimeException | Error e) {
        // What happened has happened, and the others must hear of it.
        failures.log(LOG.atError().setCause(e), "An observer failed to take note of a commit");
      }
    }
  }

  /** What everybody has begun, to be ended once. */
  public final class Scopes {
    private final List<WriteScope> begun;

    private Scopes(List<WriteScope> begun) {
      this.begun = begun;
    }

    /** As {@link WriteScope#keeps}, for any of them. */
    public boolean keeps(PrimaryKey key) {
      for (WriteScope scope : begun) {
        if (scope.keeps(key)) {
          return true;
        }
      }
      return false;
    }

    /** As {@link WriteScope#mayBegin}, for all of them; false if one of them cannot say. */
    public boolean mayBegin() {
      try {
        for (WriteScope scope : begun) {
          if (!scope.mayBegin()) {
            return false;
          }
        }
        return true;
      } catch (RuntimeException e) {
        failures.log(LOG.atError().setCause(e), "An observer cannot say whether a write may begin");
        return false;
      }
    }

    public void committed(List<ItemChange> changes) {
      tell(begun, scope -> scope.committed(changes));
    }

    public void aborted() {
      tell(begun, WriteScope::aborted);
    }

    public void unknown() {
      tell(begun, WriteScope::unknown);
    }
  }
}
