package io.larder.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.cluster.Messenger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private final List<List<byte[]>> sent = new ArrayList<>();
  private final Queue<Runnable> senders = new ArrayDeque<>();
  private final Outbox outbox = new Outbox(sent::add, senders::add);

  private static byte[] message(int number) {
    return new byte[] {(byte) number};
  }

  @Test
  void whatComesMeanwhileGoesTogetherAndInOrder() {
    // Given
    outbox.offer(message(1));
    outbox.offer(message(2));

    // When
    senders.remove().run();
    outbox.offer(message(3));
    senders.remove().run();

    // Then
    assertThat(sent)
        .usingRecursiveComparison()
        .isEqualTo(List.of(List.of(message(1), message(2)), List.of(message(3))));
    assertThat(senders).isEmpty();
  }

  @Test
  void hasOneSenderAtATime() {
    // Given one that sends
    var slow = new ArrayList<Integer>();
    var one = new Outbox[1];
    one[0] =
        new Outbox(
            messages -> {
              slow.add(messages.size());
              if (slow.size() == 1) {
                one[0].offer(message(2));
                one[0].offer(message(3));
              }
            },
            senders::add);
    one[0].offer(message(1));

    // When
    senders.remove().run();

    // Then
    assertThat(slow).containsExactly(1, 2);
    assertThat(senders).isEmpty();
  }

  @Test
  void aLargeMessageIsNotHeldUpByTheSizeOfParcels() {
    // Given
    outbox.offer(new byte[1 << 20]);
    outbox.offer(message(1));

    // When
    senders.remove().run();

    // Then
    assertThat(sent).extracting(List::size).containsExactly(1, 1);
  }

  @Test
  void losesWhatIsTooMuchUntilSomethingIsSent() {
    // Given
    var large = new byte[Messenger.MAX_MESSAGE_BYTES];
    for (int bytes = 0; bytes < Outbox.MAX_BYTES; bytes += large.length) {
      assertThat(outbox.offer(large)).isTrue();
    }

    // Then
    assertThat(outbox.offer(message(1))).isFalse();

    // When
    senders.remove().run();

    // Then
    assertThat(outbox.offer(message(1))).isTrue();
  }

  @Test
  void losesWhatIsTooLongToBeHeard() {
    assertThat(outbox.offer(new byte[Messenger.MAX_MESSAGE_BYTES + 1])).isFalse();
    assertThat(senders).isEmpty();
  }
}
