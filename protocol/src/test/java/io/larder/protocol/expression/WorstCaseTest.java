package io.larder.protocol.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.Item;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What takes milliseconds takes minutes where it is quadratic; the limit lies far from both. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WorstCaseTest {
  @ParameterizedTest
  @EnumSource
  void isEvaluated(WorstCase worstCase) {
    // Given
    WorstCase.Work work = worstCase.work();
    Item item = work.stored();

    // When
    boolean holds = work.placeholders().condition(work.text()).matches(item.attributes());

    // Then
    assertThat(holds).isEqualTo(work.expected());
    assertThat(item.size())
        .isBetween(ServiceQuotas.MAX_ITEM_BYTES * 3 / 4, ServiceQuotas.MAX_ITEM_BYTES);
  }
}
