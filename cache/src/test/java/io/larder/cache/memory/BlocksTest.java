package io.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private static final int WHOLE = Integer.MAX_VALUE;

  private static byte[] record(int length, int content) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) content);
    return bytes;
  }

  @Test
  void aRecordOfAnyLengthIsReadAsItWasWritten() {
    var blocks = new Blocks(1 << 20);
    for (int length = 0; length < 4 * Blocks.BLOCK_BYTES; length++) {
      byte[] bytes = new byte[length];
      new Random(length).nextBytes(bytes);

      int first = blocks.write(length, bytes);

      assertThat(blocks.read(first, WHOLE)).isEqualTo(bytes);
      assertThat(blocks.read(first, 20)).isEqualTo(Arrays.copyOf(bytes, Math.min(20, length)));
      assertThat(blocks.bytes(first)).isEqualTo(Blocks.bytesFor(length)).isGreaterThan(length);
      assertThat(blocks.hash(first)).isEqualTo(length);
      blocks.giveBack(first);
    }
    assertThat(blocks.usedBytes()).isZero();
  }

  @Test
  void whatIsMarkedIsSoUntilTheMarkIsTaken() {
    var blocks = new Blocks(1 << 16);
    int first = blocks.write(1, record(1000, 1));
    assertThat(blocks.isMarked(first)).isFalse();

    blocks.mark(first);

    assertThat(blocks.isMarked(first)).isTrue();
    assertThat(blocks.takeMark(first)).isTrue();
    assertThat(blocks.takeMark(first)).isFalse();
    blocks.mark(first);
    blocks.giveBack(first);
    assertThat(blocks.isMarked(blocks.write(2, record(1000, 2)))).isFalse();
  }

  @Test
  void whereThereIsNoBlockNothingIsSeen() {
    var blocks = new Blocks(1 << 16);

    assertThat(blocks.copy(Integer.MAX_VALUE, WHOLE)).isNull();
    assertThat(blocks.copy(1 << 8, WHOLE)).isNull();
    assertThat(blocks.get(Blocks.Link.CHAIN, Integer.MIN_VALUE)).isEqualTo(Blocks.NONE);
  }

  @Test
  void memoryHasABoundAndIsOfUseAgain() {
    int bound = 1 << 18;
    var blocks = new Blocks(bound);
    List<Integer> all = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (int first = blocks.write(1, record(100, 1));
          first != Blocks.NONE;
          first = blocks.write(1, record(100, 1))) {
        all.add(first);
      }
      assertThat(blocks.usedBytes()).isEqualTo(bound);
      assertThat(all).hasSize(bound / Blocks.BLOCK_BYTES);
      assertThat(blocks.write(1, record(1, 1))).isEqualTo(Blocks.NONE);

      all.forEach(blocks::giveBack);
      all.clear();
      int large = blocks.write(1, record(bound * 9 / 10, 2));

      assertThat(blocks.read(large, WHOLE)).isEqualTo(record(bound * 9 / 10, 2));
      blocks.giveBack(large);
    }
    assertThat(blocks.usedBytes()).isZero();
  }

  @Test
  void whateverIsHeldAndGivenBackTheOthersStayAsTheyWere() {
    var random = new Random(17);
    var blocks = new Blocks(1 << 18);
    Map<Integer, byte[]> model = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      if (random.nextInt(5) < 3) {
        byte[] bytes =
            new byte[random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(600)];
        random.nextBytes(bytes);
        int first = blocks.write(step, bytes);
        if (first != Blocks.NONE) {
          assertThat(model.put(first, bytes)).isNull();
        }
      } else if (!model.isEmpty()) {
        int first = model.keySet().stream().skip(random.nextInt(model.size())).findFirst().get();
        model.remove(first);
        blocks.giveBack(first);
      }
    }
    model.forEach((first, bytes) -> assertThat(blocks.read(first, WHOLE)).isEqualTo(bytes));
    assertThat(blocks.usedBytes())
        .isEqualTo(model.values().stream().mapToLong(each -> Blocks.bytesFor(each.length)).sum());
  }
}
