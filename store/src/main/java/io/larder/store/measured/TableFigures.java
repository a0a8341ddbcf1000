package io.larder.store.measured;

import io.larder.protocol.operation.Operation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What was counted of one table. Safe for any number of threads. */
public final class TableFigures {
  private final Map<Operation, OperationFigures> operations = new ConcurrentHashMap<>();
  private final LongAdder failedConditions = new LongAdder();
  private final LongAdder conflicts = new LongAdder();

  TableFigures() {}

  OperationFigures of(Operation operation) {
    OperationFigures known = operations.get(operation);
    return known == null
        ? operations.computeIfAbsent(operation, _ -> new OperationFigures())
        : known;
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

  /** Writes whose condition failed, by themselves or in a transaction. */
  public long failedConditions() {
    return failedConditions.sum();
  }

  /** Requests for items that a transaction was under way on. */
  public long conflicts() {
    return conflicts.sum();
  }
}
