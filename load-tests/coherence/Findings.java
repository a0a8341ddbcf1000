package coherence;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What was done, and what was wrong with the answers. For any number of threads. */
public final class Findings {
  private static final int SHOWN = 12;

  private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> violations = new ConcurrentHashMap<>();
  private final AtomicInteger shown = new AtomicInteger();
  private final LongAdder retried = new LongAdder();
  private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> longest = new ConcurrentHashMap<>();

  void count(String name) {
    done.computeIfAbsent(name, n -> new LongAdder()).increment();
  }

  void countRetry() {
    retried.increment();
  }

  /** A call that the server could not do, and need not have. */
  void countFailure(String name) {
    failed.computeIfAbsent(name, n -> new LongAdder()).increment();
  }

  /** A call of that address began and ended then, in nanoseconds. */
  void took(String address, long start, long end) {
    longest
        .computeIfAbsent(address, a -> new AtomicLong())
        .accumulateAndGet(end - start, Math::max);
  }

  public void violation(String name, String detail) {
    violations.computeIfAbsent(name, n -> new LongAdder()).increment();
    if (shown.getAndIncrement() < SHOWN) {
      System.out.println("VIOLATION " + name + "\n  " + detail);
    }
  }

  /** Notes what is wrong with a read of an item, if it is not null. */
  void judge(String read, Item item, String wrong, String shown) {
    if (wrong != null) {
      violation(read + ": " + wrong, item.key + " shown as " + shown);
    }
  }

  /** Prints everything; true if nothing was wrong and there were reads and writes. */
  public boolean report() {
    long reads = 0;
    long writes = 0;
    System.out.println();
    for (Map.Entry<String, LongAdder> entry : new TreeMap<>(done).entrySet()) {
      System.out.printf("%-40s %9d%n", entry.getKey(), entry.getValue().sum());
      if (entry.getKey().startsWith("read")) {
        reads += entry.getValue().sum();
      } else {
        writes += entry.getValue().sum();
      }
    }
    for (Map.Entry<String, LongAdder> entry : new TreeMap<>(failed).entrySet()) {
      System.out.printf("not answered: %-26s %9d%n", entry.getKey(), entry.getValue().sum());
    }
    for (Map.Entry<String, AtomicLong> entry : new TreeMap<>(longest).entrySet()) {
      System.out.printf("longest call of %-24s %7d ms%n", entry.getKey(), entry.getValue().get() / 1_000_000);
    }
    long wrong = violations.values().stream().mapToLong(LongAdder::sum).sum();
    for (Map.Entry<String, LongAdder> entry : new TreeMap<>(violations).entrySet()) {
      System.out.printf("VIOLATION %-50s %9d%n", entry.getKey(), entry.getValue().sum());
    }
    boolean complete = reads > 0 && writes > 0;
    System.out.printf(
        "%d reads, %d writes, %d transactions tried again, %d violations: %s%n",
        reads, writes, retried.sum(), wrong, wrong == 0 && complete ? "coherent" : "FAILED");
    return wrong == 0 && complete;
  }
}
