package io.larder.store.measured;

import io.larder.protocol.operation.Operation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What was counted of one table. Safe for any number of threads. */
public final class TableFigures {
  /** Streams of a table that are told of: the newest, by their labels, which are times. */
  private static final int MAX_STREAMS = 8;

  private final Map<Operation, OperationFigures> operations = new ConcurrentHashMap<>();
  private final Map<Verb, OperationFigures> statements = new ConcurrentHashMap<>();
  private final ConcurrentNavigableMap<String, StreamFigures> streams =
      new ConcurrentSkipListMap<>();
  private final LongAdder failedConditions = new LongAdder();
  private final LongAdder conflicts = new LongAdder();

  TableFigures() {}

  OperationFigures of(Operation operation) {
    OperationFigures known = operations.get(operation);
    return known == null
        ? operations.computeIfAbsent(operation, _ -> new OperationFigures())
        : known;
  }

  OperationFigures of(Verb verb) {
    return statements.computeIfAbsent(verb, _ -> new OperationFigures());
  }

  StreamFigures ofStream(String label) {
    StreamFigures figures = streams.computeIfAbsent(label, _ -> new StreamFigures());
    if (streams.size() > MAX_STREAMS) {
      streams.pollFirstEntry();
    }
    return figures;
  }

  void conditionFailed() {
    failedConditions.increment();
  }

  void conflicted() {
    conflicts.increment();
  }

  /** By the operations that were asked for. */
  public Map<Operation, OperationFigures> operations() {
    return operations;
  }

  /** By what statements do. The reads and writes that they come to are counted besides. */
  public Map<Verb, OperationFigures> statements() {
    return statements;
  }

  /** By the labels of streams that records were asked of. */
  public Map<String, StreamFigures> streams() {
    return streams;
  }

  /** Writes whose condition failed, by themselves or in a transaction. */
  public long failedConditions() {
    return failedConditions.sum();
  }

  /** Requests for items that a transaction was under way on. */
  public long conflicts() {
    return conflicts.sum();
  }
}
