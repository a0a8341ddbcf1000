package io.larder.store.partiql;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import java.util.function.Function;
import java.util.function.Supplier;

/** A SELECT that comes to one read, whose answer may be in memory. */
final class SingleRead {
  private final ExecuteStatementRequest request;
  private final Request.Cacheable<?> read;
  private final SelectRun run;

  /** {@code run} has made no read. */
  SingleRead(ExecuteStatementRequest request, Request.Cacheable<?> read, SelectRun run) {
    this.request = request;
    this.read = read;
    this.run = run;
  }

  /** The answer to the statement if {@code cache} knows that to its read; else what is left. */
  Lookup look(Function<Request.Cacheable<?>, Lookup> cache) {
    return switch (inItsWords(() -> cache.apply(read))) {
      case Response hit -> run.answer(hit);
      case Lookup.Miss miss -> (Lookup.Miss) () -> run.answer(inItsWords(miss::read));
    };
  }

  private <T> T inItsWords(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ServiceException e) {
      if (request.nextToken() != null
          && StatementErrors.meaning(e.error()) instanceof ServiceError.Validation) {
        throw NextToken.invalid();
      }
      throw new ServiceException(StatementErrors.of(e.error(), request.statement()));
    }
  }
}
