package io.larder.store.lmdb.tables;

import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.ThroughputChanges;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How often provisioned throughput may be lowered. */
class ThroughputRulesTest {
  private static final Instant LAST = Instant.parse("2026-10-08T23:20:48.123Z");

  private static void lower(int decreasesToday, Instant now) {
    ThroughputRules.checkDecrease(
        new ThroughputChanges(null, LAST, decreasesToday),
        new ProvisionedThroughput(5, 5),
        new ProvisionedThroughput(9, 4),
        now);
  }

  @Test
  void theFifthDecreaseOfADayWaitsForAnHourOrForMidnight() {
    assertThat(refusal(() -> lower(4, LAST.plusSeconds(1))))
        .isEqualTo(
            new ServiceError.LimitExceeded(
                "Subscriber limit exceeded: Provisioned throughput decreases are limited within a"
                    + " given UTC day. After the first 4 decreases, each subsequent decrease in the"
                    + " same UTC day can be performed at most once every 3600 seconds. Number of"
                    + " decreases today: 4. Last decrease at Thursday, October 8, 2026 at 11:20:48"
                    + " PM Coordinated Universal Time. Next decrease can be made at Friday, October"
                    + " 9, 2026 at 12:00:00 AM Coordinated Universal Time."));
    lower(3, LAST.plusSeconds(1));
    lower(4, Instant.parse("2026-10-09T00:00:00Z"));
  }

  @Test
  void aRaiseIsNoDecrease() {
    ThroughputRules.checkDecrease(
        new ThroughputChanges(null, LAST, 4),
        new ProvisionedThroughput(5, 5),
        new ProvisionedThroughput(5, 6),
        LAST);
  }
}
