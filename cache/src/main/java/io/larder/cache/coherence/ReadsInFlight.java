package io.larder.cache.coherence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets identical misses share one read of the store.
 *
 * <p>A reader joins only a read that began at the version which the reader itself found current:
 * then nothing was committed between that read's start and the reader's own, so the answer is as
 * fresh as if the reader had asked itself.
 */
public final class ReadsInFlight {
  private record Flight(Object key, long version) {}

  /** What a read gives that has brought nothing of its key. */
  private enum Nothing {
    BROUGHT
  }

  private final ConcurrentHashMap<Flight, CompletableFuture<Object>> flights =
      new ConcurrentHashMap<>();
  private final LongAdder coalesced = new LongAdder();

  /** Blocks until the read is done; failures are thrown to everyone who shares it. */
  @SuppressWarnings("unchecked") // the key determines the type of the result
  public <T> T read(Object key, long version, Supplier<T> read) {
    var flight = new Flight(key, version);
    var own = new CompletableFuture<Object>();
    CompletableFuture<Object> leader = flights.putIfAbsent(flight, own);
    if (leader != null) {
      coalesced.increment();
      Object brought = join(leader);
      return brought instanceof Nothing ? read(key, version, read) : (T) brought;
    }
    try {
      T result = read.get();
      own.complete(result);
      return result;
    } catch (Throwable failure) {
      own.completeExceptionally(failure);
      throw failure;
    } finally {
      flights.remove(flight, own);
    }
  }

  /**
   * The same for several keys at once.
   *
   * @param versions at which they are read, by key
   * @param read is given those of them that nobody reads yet, if any, and may leave out some
   * @return what was brought, by key
   */
  @SuppressWarnings("unchecked") // as in read
  public <K, T> Map<K, T> readAll(Map<K, Long> versions, Function<List<K>, Map<K, T>> read) {
    var own = new CompletableFuture<Map<K, T>>();
    List<K> led = new ArrayList<>();
    Map<K, CompletableFuture<Object>> joined = new HashMap<>();
    Map<Flight, CompletableFuture<Object>> begun = new HashMap<>();
    versions.forEach(
        (key, version) -> {
          var flight = new Flight(key, version);
          CompletableFuture<Object> ofKey =
              own.thenApply(
                  all -> {
                    T brought = all.get(key);
                    return brought == null ? Nothing.BROUGHT : brought;
                  });
          CompletableFuture<Object> leader = flights.putIfAbsent(flight, ofKey);
          if (leader == null) {
            led.add(key);
            begun.put(flight, ofKey);
          } else {
            joined.put(key, leader);
          }
        });
    Map<K, T> brought = new HashMap<>();
    try {
      if (!led.isEmpty()) {
        brought.putAll(read.apply(led));
      }
    } catch (Throwable failure) {
      begun.forEach(flights::remove);
      own.completeExceptionally(failure);
      throw failure;
    }
    // Before they complete: whoever finds nothing there looks for the key again.
    begun.forEach(flights::remove);
    own.complete(Map.copyOf(brought));
    // Not before its own are there: others may wait for them who are waited for here.
    coalesced.add(joined.size());
    joined.forEach(
        (key, leader) -> {
          Object ofKey = join(leader);
          if (!(ofKey instanceof Nothing)) {
            brought.put(key, (T) ofKey);
          }
        });
    return brought;
  }

  private static Object join(CompletableFuture<Object> leader) {
    try {
      return leader.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  /** True if such a read has not ended yet. */
  boolean reads(Object key, long version) {
    return flights.containsKey(new Flight(key, version));
  }

  /** The keys of the reads that have not ended; weakly consistent. */
  public List<Object> keys() {
    return flights.keySet().stream().map(Flight::key).toList();
  }

  public long coalesced() {
    return coalesced.sum();
  }
}
