package io.larder.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Lets identical misses share one read of the store.
 *
 * <p>A reader joins only a read that began at the version which the reader itself found current:
 * then nothing was committed between that read's start and the reader's own, so the answer is as
 * fresh as if the reader had asked itself.
 */
final class ReadsInFlight {
  private record Flight(Object key, long version) {}

  private final ConcurrentHashMap<Flight, CompletableFuture<Object>> flights =
      new ConcurrentHashMap<>();
  private final LongAdder coalesced = new LongAdder();

  /** Blocks until the read is done; failures are thrown to everyone who shares it. */
  @SuppressWarnings("unchecked") // the key determines the type of the result
  <T> T read(Object key, long version, Supplier<T> read) {
    var flight = new Flight(key, version);
    var own = new CompletableFuture<Object>();
    CompletableFuture<Object> leader = flights.putIfAbsent(flight, own);
    if (leader != null) {
      coalesced.increment();
      return (T) join(leader);
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

  long coalesced() {
    return coalesced.sum();
  }
}
