package io.larder.store.upstream;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.json.response.ErrorEncoder;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import io.larder.protocol.wire.RenderedJson;
import io.larder.store.TableStore;
import io.larder.store.partiql.Statements;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** An upstream in this process: a table store that is called in JSON, as by a server. */
final class InProcessUpstream implements UpstreamTransport {
  private static final int OK = 200;

  private final TableStore store;

  InProcessUpstream(TableStore store) {
    this.store = store;
  }

  @Override
  public CompletableFuture<UpstreamAnswer> send(
      String target, RenderedJson body, Duration timeout, BooleanSupplier mayBeSent) {
    if (!mayBeSent.getAsBoolean()) {
      return CompletableFuture.failedFuture(new UpstreamFailure("too late", false, null));
    }
    var answer = new CompletableFuture<UpstreamAnswer>();
    Thread.ofVirtual().start(() -> answer.complete(answer(target, body)));
    return answer;
  }

  UpstreamAnswer answer(String target, RenderedJson body) {
    var out = new JsonWriter();
    try {
      ResponseEncoder.encode(call(target, body), out);
      return new UpstreamAnswer(OK, "in-process", JsonBytes.of(out.toByteArray()));
    } catch (ServiceException e) {
      return answer(e.error());
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServiceException refusal) {
        return answer(refusal.error());
      }
      throw e;
    }
  }

  static UpstreamAnswer answer(ServiceError error) {
    var out = new JsonWriter();
    ErrorEncoder.encode(error, out);
    return new UpstreamAnswer(error.httpStatus(), "in-process", JsonBytes.of(out.toByteArray()));
  }

  private Response call(String target, RenderedJson body) {
    Operation operation = Operation.of(target);
    if (operation == null) {
      throw new ServiceException(new ServiceError.UnknownOperation());
    }
    byte[] json = new byte[body.jsonLength()];
    body.copyJsonTo(json, 0);
    return switch (RequestDecoder.decode(operation, json, 0, json.length, ValidationReport.FIRST)) {
      case Request.Read<?> read -> store.read(read);
      case Request.Write<?> write -> store.write(write).join();
      case Request.Statements<?> statements -> new Statements(store).run(statements).join();
      case Request.Describe<?> describe -> store.describe(describe);
      case Request.Change<?> change -> store.change(change).join();
      case ForwardedRequest _, DescribeEndpointsRequest _ ->
          throw new ServiceException(new ServiceError.UnknownOperation());
    };
  }

  @Override
  public void close() {
    store.close();
  }
}
