package io.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
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

      HeldItem held = blocks.hold(length, bytes);

      assertThat(blocks.read(held, WHOLE)).isEqualTo(bytes);
      assertThat(blocks.read(held, 20)).isEqualTo(Arrays.copyOf(bytes, Math.min(20, length)));
      assertThat(blocks.bytes(held)).isEqualTo(Blocks.bytesFor(length)).isGreaterThan(length);
      blocks.giveBack(held);
    }
    assertThat(blocks.usedBytes()).isZero();
  }

  @Test
  void whatIsGoneIsNotRead() {
    var blocks = new Blocks(1 << 16);
    HeldItem held = blocks.hold(1, record(1000, 1));

    assertThat(blocks.giveBack(held)).isTrue();

    assertThat(blocks.read(held, WHOLE)).isNull();
    assertThat(blocks.giveBack(held)).isFalse();
  }

  @Test
  void aRecordIsReplacedByOneOfAsManyBlocks() {
    var blocks = new Blocks(1 << 16);
    HeldItem held = blocks.hold(1, record(900, 1));
    HeldItem other = blocks.hold(2, record(900, 2));

    assertThat(blocks.replace(held, record(901, 3))).isTrue();
    assertThat(blocks.replace(held, record(1500, 4))).isFalse();
    blocks.giveBack(other);
    assertThat(blocks.replace(other, record(900, 5))).isFalse();

    assertThat(blocks.read(held, WHOLE)).isEqualTo(record(901, 3));
    assertThat(blocks.usedBytes()).isEqualTo(Blocks.bytesFor(901));
  }

  @Test
  void memoryHasABoundAndIsOfUseAgain() {
    int bound = 1 << 18;
    var blocks = new Blocks(bound);
    List<HeldItem> all = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (HeldItem held = blocks.hold(1, record(100, 1));
          held != null;
          held = blocks.hold(1, record(100, 1))) {
        all.add(held);
      }
      assertThat(blocks.usedBytes()).isEqualTo(bound);
      assertThat(all).hasSize(bound / Blocks.BLOCK_BYTES);
      assertThat(blocks.hold(1, record(1, 1))).isNull();

      all.forEach(blocks::giveBack);
      all.clear();
      HeldItem large = blocks.hold(1, record(bound * 9 / 10, 2));

      assertThat(blocks.read(large, WHOLE)).isEqualTo(record(bound * 9 / 10, 2));
      blocks.giveBack(large);
    }
    assertThat(blocks.usedBytes()).isZero();
  }

  @Test
  void whateverIsHeldAndGivenBackTheOthersStayAsTheyWere() {
    var random = new Random(17);
    var blocks = new Blocks(1 << 18);
    Map<HeldItem, byte[]> model = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      if (random.nextInt(5) < 3) {
        byte[] bytes =
            new byte[random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(600)];
        random.nextBytes(bytes);
        HeldItem held = blocks.hold(step, bytes);
        if (held != null) {
          model.put(held, bytes);
        }
      } else if (!model.isEmpty()) {
        HeldItem held =
            model.keySet().stream().skip(random.nextInt(model.size())).findFirst().get();
        model.remove(held);
        blocks.giveBack(held);
      }
    }
    model.forEach((held, bytes) -> assertThat(blocks.read(held, WHOLE)).isEqualTo(bytes));
    assertThat(blocks.usedBytes())
        .isEqualTo(model.values().stream().mapToLong(each -> Blocks.bytesFor(each.length)).sum());
  }

  /** How a record is read while others take its memory. */
  private interface Read {
    byte @Nullable [] of(Blocks blocks, HeldItem held);
  }

  /** True if a reader got what was never written as one record. */
  private static boolean seesRubbish(Read read, int records) throws Exception {
    var blocks = new Blocks(1 << 16);
    var places = new AtomicReferenceArray<@Nullable HeldItem>(8);
    var isDone = new AtomicBoolean();
    Callable<Boolean> reader =
        () -> {
          for (int i = 0; !isDone.get(); i++) {
            HeldItem held = places.get(i & 7);
            byte[] bytes = held == null ? null : read.of(blocks, held);
            if (bytes != null && !isWhole(bytes)) {
              return true;
            }
          }
          return false;
        };
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Future<Boolean>> readers = List.of(threads.submit(reader), threads.submit(reader));
      var random = new Random(3);
      for (int i = 0; i < records && readers.stream().noneMatch(Future::isDone); i++) {
        int length = 1 + random.nextInt(2000);
        byte[] bytes = record(length, length);
        HeldItem before = places.get(i & 7);
        if (before == null || !blocks.replace(before, bytes)) {
          places.set(i & 7, blocks.hold(length, bytes));
          if (before != null) {
            blocks.giveBack(before);
          }
        }
      }
      isDone.set(true);
      boolean first = readers.get(0).get();
      return readers.get(1).get() || first;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static boolean isWhole(byte[] bytes) {
    return Arrays.equals(bytes, record(bytes.length, bytes.length));
  }

  @Test
  void aReaderSeesARecordOrThatItIsGoneWhoeverTakesItsMemory() throws Exception {
    assertThat(seesRubbish((blocks, held) -> blocks.read(held, WHOLE), 300_000)).isFalse();
  }

  @Test
  void whoBeginsAgainWhereHeDidIsKnownByTheStamp() {
    var blocks = new Blocks(1 << 16);
    HeldItem held = blocks.hold(1, record(100, 1));
    int first = held.first();
    int stamp = blocks.stamp(first);

    blocks.replace(held, record(100, 2));
    blocks.replace(held, record(100, 3));

    assertThat(held.first()).isEqualTo(first);
    assertThat(blocks.stamp(first)).isNotEqualTo(stamp).isEven();
  }

  @Test
  void aReaderThatDoesNotLookWhetherItIsGoneSeesRubbish() throws Exception {
    assertThat(seesRubbish((blocks, held) -> blocks.copy(held.first(), WHOLE), 30_000_000))
        .isTrue();
  }
}
