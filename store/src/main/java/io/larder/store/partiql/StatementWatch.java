package io.larder.store.partiql;

import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.Response;
import org.jspecify.annotations.Nullable;

/** Is told how statements end that were not answered from memory at once. For any thread. */
public interface StatementWatch {
  /** Looks at nothing. */
  StatementWatch NONE =
      new StatementWatch() {
        @Override
        public long begin() {
          return 0;
        }

        @Override
        public void ended(
            ExecuteStatementRequest request,
            long begun,
            @Nullable Response response,
            @Nullable Throwable failure) {}
      };

  /** When a statement begins, on the clock of the watch. */
  long begin();

  /**
   * A statement has ended.
   *
   * @param begun what {@link #begin} has said
   * @param response null if it failed
   */
  void ended(
      ExecuteStatementRequest request,
      long begun,
      @Nullable Response response,
      @Nullable Throwable failure);
}
