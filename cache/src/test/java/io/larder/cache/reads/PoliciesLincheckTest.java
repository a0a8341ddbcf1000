package io.larder.cache.reads;

import io.larder.cache.Tables;
import io.larder.cache.policy.OwnPolicy;
import io.larder.cache.policy.Policies;
import io.larder.cache.policy.TablePolicy;
import io.larder.protocol.item.Item;
import io.larder.store.ItemChange;
import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Items that are read and written while the policy of their table changes. */
final class PoliciesLincheckTest {
  /** One thread writes, now and then while reads go past the cache. */
  @Param(name = "state", gen = IntGen.class, conf = "0:2")
  public static class Steered extends CoherenceLincheckTest.Orders {
    @Operation(nonParallelGroup = "writer")
    public final void write(@Param(name = "state") int state) {
      make(change(state));
    }

    @Operation(nonParallelGroup = "writer")
    public final void writeDuringBypass(@Param(name = "state") int state) {
      bypass(true);
      make(change(state));
      bypass(false);
    }

    void make(ItemChange change) {
      commit(change);
    }

    private void bypass(boolean bypass) {
      var own = new OwnPolicy(null, null, null, null, null, null, bypass, null, null, null);
      tables.treat(
          new Policies(
              TablePolicy.of(Duration.ZERO, Duration.ofHours(1)),
              List.of(new Policies.OfTables(Tables.ORDERS, own))));
    }
  }

  /** Writers that tell the caches nothing while nothing is answered from there. */
  public static final class UntoldWhileBypassed extends Steered {
    @Override
    void make(ItemChange change) {
      if (tables.of(change.key().id()).policy().bypass()) {
        @Nullable Item _ = show(change);
      } else {
        commit(change);
      }
    }
  }

  private static ModelCheckingOptions options() {
    return CoherenceLincheckTest.options().iterations(6).invocationsPerIteration(50);
  }

  @Test
  void readersNeverSeeAnOlderItemWhateverThePolicyWas() {
    options().check(Steered.class);
  }

  @Test
  void writesThatAreNotToldWhileNothingIsAnsweredAreFound() {
    CoherenceLincheckTest.assertFound(
        options().sequentialSpecification(Steered.class), UntoldWhileBypassed.class);
  }
}
