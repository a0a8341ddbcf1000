package io.larder.store.upstream;

import static io.larder.store.Requests.item;
import static io.larder.store.Requests.s;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.NewTable;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.upstream.UpstreamOptions.Engine;
import io.larder.store.upstream.UpstreamOptions.Lags;
import io.larder.store.upstream.UpstreamOptions.Limits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;

/** A store before an upstream with a script, and a table there. */
abstract class UpstreamFixture {
  static final String TABLE = "Music";
  static final Map<String, AttributeValue> KEY = item("pk", s("a"), "sk", s("1"));
  static final Duration QUIET = Duration.ofMillis(300);

  final LmdbTableStore upstream = LmdbTableStore.open(LmdbOptions.inMemory());
  final ScriptedTransport transport = new ScriptedTransport(new InProcessUpstream(upstream));
  final HeardWrites heard = new HeardWrites();
  UpstreamTableStore store = open(options(Engine.DYNAMODB));

  static UpstreamOptions options(Engine engine) {
    Lags lags = UpstreamOptions.DEFAULT.lags();
    return UpstreamOptions.DEFAULT
        .with(engine)
        .with(new Lags(lags.gsiQuarantine(), lags.fillQuarantine(), QUIET));
  }

  UpstreamTableStore open(UpstreamOptions options) {
    UpstreamTableStore opened = UpstreamTableStore.over(transport, options);
    opened.observe(heard);
    return opened;
  }

  /** Only so many reads and writes at once. */
  static UpstreamOptions atOnce(int calls) {
    return options(Engine.DYNAMODB)
        .with(new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), calls, calls));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Makes the table at the upstream, and lets the store know it. */
  void createTable() {
    create(NewTable.named(TABLE, "pk:S", "sk:S"));
  }

  void create(NewTable table) {
    upstream.change(table.request()).join();
    store.find(TABLE);
  }

  /** The error of a write, as it is told. */
  ServiceError refusal(Request.Write<?> write) {
    try {
      store.write(write).join();
    } catch (CompletionException e) {
      return ((ServiceException) e.getCause()).error();
    }
    throw new AssertionError("the write succeeded");
  }

  ServiceError refusal(Request.Read<?> read) {
    try {
      store.read(read);
    } catch (ServiceException e) {
      return e.error();
    }
    throw new AssertionError("the read succeeded");
  }

  static ServiceError meaning(ServiceError error) {
    return error instanceof ServiceError.Relayed relayed ? relayed.meaning() : error;
  }

  <R extends Response> R write(Request.Write<R> write) {
    return store.write(write).join();
  }
}
