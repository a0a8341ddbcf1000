package io.larder.cache.reads;

import io.larder.cache.ReadOnlyStore;
import io.larder.cache.Tables;
import io.larder.cache.reads.CoherenceLincheckTest.OneWriter;
import io.larder.cache.restart.Pace;
import io.larder.cache.restart.Warming;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.ItemChange;
import io.larder.store.StoreGuarantees;
import io.larder.store.Table;
import io.larder.store.WriteObserver;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An item that is brought back after a start while others read and write it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class WarmingLincheckTest {
  /** Of the item the key was kept, and the image is there for whoever should use it. */
  public static class Warmed extends OneWriter {
    final ItemChange kept = change(1);

    @Operation
    public final void warm() {
      bringBack();
    }

    void bringBack() {
      var warming = new Warming(new Read(this), new Pace(1, () -> 0, _ -> {}));
      boolean _ = warming.item(Tables.ORDERS, Tables.key("ann", 1));
    }
  }

  /** All that warming asks of a store. */
  private record Read(Warmed orders) implements ReadOnlyStore {
    @Override
    public @Nullable Table known(String nameOrArn) {
      return orders.store.known(nameOrArn);
    }

    @Override
    @SuppressWarnings("unchecked") // the answer to a GetItemRequest
    public <R extends Response> R read(Request.Read<R> request) {
      return (R) new GetItemResponse(orders.find((GetItemRequest) request), null);
    }

    @Override
    public StoreGuarantees guarantees() {
      return orders.store.guarantees();
    }

    @Override
    public void observe(WriteObserver observer) {}
  }

  /** Brings back what was cached before. */
  public static final class BroughtBackAsItWas extends Warmed {
    @Override
    void bringBack() {
      items.fill(kept.key(), kept.newImage(), () -> true);
    }
  }

  private static ModelCheckingOptions options() {
    return CoherenceLincheckTest.options().iterations(8).invocationsPerIteration(100);
  }

  @Test
  void whatIsBroughtBackIsNeverOlderThanWhatIsCommitted() {
    options().check(Warmed.class);
  }

  @Test
  void anItemThatIsBroughtBackAsItWasIsFound() {
    CoherenceLincheckTest.assertFound(
        options().sequentialSpecification(Warmed.class), BroughtBackAsItWas.class);
  }
}
