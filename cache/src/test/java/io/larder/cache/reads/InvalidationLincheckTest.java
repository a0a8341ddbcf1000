package io.larder.cache.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.larder.cache.Tables;
import io.larder.cache.reads.CoherenceLincheckTest.Cached;
import io.larder.protocol.item.Item;
import io.larder.store.ItemChange;
import io.larder.store.PointPlan;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An item that somebody changes around the caches, who has them forget it then, while others read
 * it.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class InvalidationLincheckTest {
  /** Who has had the item forgotten reads what the store has. */
  @Param(name = "state", gen = IntGen.class, conf = "0:2")
  public static class Forgotten extends Cached {
    private final Invalidation invalidation =
        new Invalidation(
            items,
            pages,
            new PageReads(
                store,
                tables,
                pages,
                reads,
                coherence,
                false,
                new Revalidation(Runnable::run),
                inFlight,
                rules,
                disproof),
            coherence,
            inFlight,
            true);

    /** Whatever it finds before the item is forgotten, it must leave nothing that is old. */
    @Operation
    public final void read() {
      String _ = state();
    }

    @Operation(nonParallelGroup = "writer")
    public final @Nullable String changeAndForget(@Param(name = "state") int state) {
      ItemChange change = change(state);
      var _ = show(change);
      forget(change.key());
      return state();
    }

    @Operation(nonParallelGroup = "writer")
    public final @Nullable String readOwn() {
      return state();
    }

    void forget(PrimaryKey key) {
      Table table = Objects.requireNonNull(store.known(Tables.ORDERS));
      long _ = invalidation.item(table, key);
    }
  }

  /** What is taken out, and nothing else. */
  public static final class OnlyDropped extends Forgotten {
    @Override
    void forget(PrimaryKey key) {
      items.drop(key);
    }
  }

  private static ModelCheckingOptions options() {
    return CoherenceLincheckTest.options()
        .actorsBefore(0)
        .actorsAfter(2)
        .iterations(8)
        .invocationsPerIteration(100)
        // Who waits for their lock in a miss, which is one step here, would wait for ever.
        .addGuarantee(
            forClasses(name -> name.startsWith("io.larder.cache.memory"))
                .allMethods()
                .treatAsAtomic());
  }

  @Test
  void whatIsForgottenIsReadAnewWhoeverElseReads() {
    options().check(Forgotten.class);
  }

  @Test
  void anInvalidationThatVoidsNothingThatIsBeingReadIsFound() {
    assertThat(readAfterOvertakenFill(new Forgotten())).isEqualTo("1");
    assertThat(readAfterOvertakenFill(new OnlyDropped())).isNull();
  }

  /** What is read when a fill comes last that began before the item was changed and forgotten. */
  private static @Nullable String readAfterOvertakenFill(Forgotten orders) {
    Table table = Objects.requireNonNull(orders.store.known(Tables.ORDERS));
    PointPlan plan = PointPlan.of(Tables.ORDERS, Tables.key("ann", 1), table, false);
    long version = orders.reads.versionToFill(plan);
    Item before = orders.store.item(plan);
    String _ = orders.changeAndForget(1);
    orders.reads.fill(plan.key(), before, version);
    return orders.readOwn();
  }
}
