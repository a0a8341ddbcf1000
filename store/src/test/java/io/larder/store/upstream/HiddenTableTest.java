package io.larder.store.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.wire.JsonBytes;
import io.larder.store.Touched;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that a server needs before it, or anybody, may write: no observer is asked about it. */
final class HiddenTableTest {
  private static final ServiceException REFUSAL =
      new ServiceException(new ServiceError.ServiceUnavailable("not now"));

  private final UpstreamTableStore store =
      UpstreamTableStore.over(
          new InProcessUpstream(LmdbTableStore.open(LmdbOptions.inMemory())),
          UpstreamOptions.DEFAULT);

  @BeforeEach
  void refuseEverything() {
    store.observe(new RefusingObserver());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void isCreatedWhileObserversRefuseEverything() {
    assertThat(create(UpstreamOptions.DEFAULT.controlTable()).join().body().jsonLength())
        .isPositive();
  }

  @Test
  void noOtherIsCreatedThenAndTheClientIsToldWhatTheObserverSays() {
    assertThatThrownBy(() -> create("other").join()).hasCause(REFUSAL);
  }

  /** The text in the list stands under no name. */
  private CompletableFuture<ForwardedResponse> create(String tableName) {
    String body =
        """
        {"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
         "GlobalSecondaryIndexes":[{"IndexName":"by-id",
           "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
           "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["more"]}}],
         "BillingMode":"PAY_PER_REQUEST","TableName":"%s"}\
        """
            .formatted(tableName);
    return store.forward(
        new ForwardedRequest("DynamoDB_20120810.CreateTable", JsonBytes.of(body.getBytes(UTF_8))));
  }

  private static final class RefusingObserver implements WriteObserver {
    @Override
    public CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
      return CompletableFuture.failedFuture(REFUSAL);
    }

    @Override
    public CompletionStage<WriteScope> beginTables(List<String> tableNames) {
      return CompletableFuture.failedFuture(REFUSAL);
    }
  }
}
