package io.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.Item;
import io.larder.store.PrimaryKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ItemPartTest {
  private static final int BYTES = 1 << 20;

  private final AtomicLong weightThatLeft = new AtomicLong();
  private final ItemMemory memory = new ItemMemory(2 * BYTES);
  private final ItemPart part = memory.part(BYTES, this::left);

  private void left(HeldRecord record, long weight) {
    assertThat(record.id()).isEqualTo(1);
    weightThatLeft.addAndGet(weight);
  }

  private static void ignore(HeldRecord record, long weight) {}

  private static PrimaryKey key(int number) {
    byte[] partition = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    return PrimaryKey.of(1, 1, partition, new byte[0]);
  }

  private static Item item(int length, int content) {
    byte[] json = new byte[length];
    Arrays.fill(json, (byte) content);
    return Item.ofStored(json, length);
  }

  private static boolean holds(ItemPart part, int number, Item item) {
    HeldRecord record = part.peek(key(number));
    Item held = record == null ? null : record.item();
    return held != null && held.hasSameJson(item);
  }

  @Test
  void whateverIsPutAndTakenOutTheOthersAreFound() {
    var random = new Random(7);
    Map<Integer, Item> model = new HashMap<>();
    long put = 0;
    for (int step = 0; step < 50_000; step++) {
      int number = random.nextInt(500);
      if (random.nextInt(4) == 0) {
        assertThat(part.remove(key(number), this::left)).isEqualTo(model.remove(number) != null);
      } else {
        Item item = item(random.nextInt(900), step);
        assertThat(part.put(key(number), item, step, this::left)).isTrue();
        put += ItemPart.weight(key(number), item);
        model.put(number, item);
      }
    }
    for (int number = 0; number < 500; number++) {
      Item item = model.get(number);
      assertThat(part.has(key(number))).isEqualTo(item != null);
      assertThat(item == null || holds(part, number, item)).isTrue();
    }
    assertThat(part.entries()).isEqualTo(model.size());
    assertThat(part.bytes()).isEqualTo(put - weightThatLeft.get());
    assertThat(memory.usedBytes()).isEqualTo(part.bytes() - part.entries() * ItemPart.OVERHEAD);
  }

  @Test
  void manyAreFoundAndAllAreLookedAt() {
    var large = new ItemMemory(64 << 20).part(64 << 20, ItemPartTest::ignore);
    for (int number = 0; number < 100_000; number++) {
      large.put(key(number), null, number, ItemPartTest::ignore);
    }
    Set<PrimaryKey> seen = new HashSet<>();
    int removed = 0;
    for (int piece = 0; piece < large.pieces(); piece++) {
      removed +=
          large
              .removeIf(
                  piece,
                  record -> seen.add(record.key()) && record.storedAt() % 2 == 0,
                  ItemPartTest::ignore)
              .removed();
    }

    assertThat(seen).hasSize(100_000);
    assertThat(removed).isEqualTo(50_000);
    for (int number = 0; number < 100_000; number++) {
      assertThat(large.has(key(number))).isEqualTo(number % 2 == 1);
    }
  }

  @Test
  void whatIsAskedForStaysWhateverElseComes() {
    for (int number = 0; number < 1_000; number++) {
      part.put(key(number), item(100, number), 0, ItemPartTest::ignore);
    }
    for (int number = 1_000; number < 100_000; number++) {
      part.find(key(number % 1_000));
      part.put(key(number), item(100, number), 0, ItemPartTest::ignore);
    }

    long stayed = 0;
    for (int number = 0; number < 1_000; number++) {
      stayed += part.has(key(number)) ? 1 : 0;
    }
    assertThat(stayed).isGreaterThan(990);
    assertThat(part.bytes()).isLessThanOrEqualTo(BYTES);
  }

  @Test
  void whatComesBackSoonStaysLongerThanWhatIsNew() {
    for (int number = 0; number < 20_000; number++) {
      part.put(key(number), item(100, number), 0, ItemPartTest::ignore);
    }
    int back = 20_000 - 4_000;
    assertThat(part.has(key(back))).isFalse();
    part.put(key(back), item(100, back), 0, ItemPartTest::ignore);

    for (int number = 20_000; number < 24_000; number++) {
      part.put(key(number), item(100, number), 0, ItemPartTest::ignore);
    }

    assertThat(part.has(key(20_000))).isFalse();
    assertThat(part.has(key(back))).isTrue();
  }

  /** How many of these reads, each of which puts what it has not found, find something. */
  private int hits(int[] numbers) {
    int hits = 0;
    for (int number : numbers) {
      if (part.find(key(number)) == null) {
        part.put(key(number), null, 0, ItemPartTest::ignore);
      } else {
        hits++;
      }
    }
    return hits;
  }

  /** The same of what leaves when it was asked for longest ago. */
  private static int hitsOfLru(int[] numbers) {
    long most = BYTES / ItemPart.weight(key(0), null);
    Map<Integer, Boolean> kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
            return size() > most;
          }
        };
    int hits = 0;
    for (int number : numbers) {
      hits += kept.put(number, true) == null ? 0 : 1;
    }
    return hits;
  }

  /** Numbers of which those near to a start are asked for most, by a power law. */
  private static int[] skewed(int length, int shiftEvery, int scanEvery) {
    var random = new Random(19);
    int[] numbers = new int[length];
    for (int i = 0; i < length; i++) {
      int rank = (int) Math.pow(50_000, random.nextDouble());
      boolean isScanned = i % scanEvery > scanEvery / 2;
      numbers[i] = isScanned ? i : rank + i / shiftEvery * 1_000_000;
    }
    return numbers;
  }

  @Test
  void moreIsFoundThanWhereTheLongestUnusedLeaves() {
    int[] steady = skewed(300_000, 300_000, 1);
    int[] scanned = skewed(300_000, 300_000, 60_000);
    int[] shifting = skewed(300_000, 60_000, 1);

    assertThat(hits(steady)).isGreaterThan(hitsOfLru(steady));
    assertThat(hits(scanned)).isGreaterThan(hitsOfLru(scanned));
    assertThat(hits(shifting)).isGreaterThan(hitsOfLru(shifting));
  }

  @Test
  void theHottestComeFirst() {
    for (int number = 0; number < 100; number++) {
      part.put(key(number), null, 0, ItemPartTest::ignore);
    }
    part.find(key(17));
    part.find(key(63));

    assertThat(part.hottest(2)).containsExactlyInAnyOrder(key(17), key(63));
    assertThat(part.hottest(1_000)).hasSize(100);
  }

  @Test
  void lessRoomIsKept() {
    for (int number = 0; number < 2_000; number++) {
      part.put(key(number), item(100, number), 0, ItemPartTest::ignore);
    }

    part.setMaximum(BYTES / 4);
    assertThat(part.bytes()).isLessThanOrEqualTo(BYTES / 4).isGreaterThan(BYTES / 5);
    part.setMaximum(0);

    assertThat(part.entries()).isZero();
    assertThat(part.admits(1)).isFalse();
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void memoryThatAnotherPartHasIsMissedOnly() {
    var scarce = new ItemMemory(BYTES);
    ItemPart one = scarce.part(BYTES, ItemPartTest::ignore);
    ItemPart other = scarce.part(BYTES, ItemPartTest::ignore);
    for (int number = 0; number < 5_000; number++) {
      one.put(key(number), item(100, number), 0, ItemPartTest::ignore);
    }
    long inOne = one.entries();
    for (int number = 0; number < 5_000; number++) {
      boolean isHeld = other.put(key(number), item(900, number), 0, ItemPartTest::ignore);
      assertThat(other.has(key(number))).isEqualTo(isHeld);
    }

    assertThat(one.entries()).isEqualTo(inOne);
    assertThat(other.entries()).isPositive();
    assertThat(scarce.usedBytes()).isLessThanOrEqualTo(BYTES);
  }

  /** A reader that does not look whether what it has copied was there all the time. */
  private static final class Careless extends Index {
    Careless(Blocks blocks) {
      super(blocks, BYTES);
    }

    @Override
    boolean isStill(int stripe, int version) {
      return true;
    }
  }

  /** True if a reader got what was never written as one record. */
  private static boolean seesRubbish(boolean isCareless, int writes) throws Exception {
    var blocks = new Blocks(1 << 16);
    Index index = isCareless ? new Careless(blocks) : new Index(blocks, BYTES);
    var few = new ItemPart(blocks, index, 1 << 15, ItemPartTest::ignore);
    var isDone = new AtomicBoolean();
    Callable<Boolean> reader =
        () -> {
          for (int i = 0; !isDone.get(); i++) {
            HeldRecord record = few.find(key(i & 7));
            Item item = record == null ? null : record.item();
            if (item != null && !isWhole(item)) {
              return true;
            }
          }
          return false;
        };
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Future<Boolean>> readers = List.of(threads.submit(reader), threads.submit(reader));
      var random = new Random(3);
      for (int i = 0; i < writes && readers.stream().noneMatch(Future::isDone); i++) {
        int length = 1 + random.nextInt(2000);
        if (random.nextInt(4) == 0) {
          few.remove(key(i & 7), ItemPartTest::ignore);
        } else {
          few.put(key(i & 7), item(length, length), i, ItemPartTest::ignore);
        }
      }
      isDone.set(true);
      boolean first = readers.get(0).get();
      return readers.get(1).get() || first;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static boolean isWhole(Item item) {
    return item.size() == item.jsonLength()
        && item.hasSameJson(item(item.jsonLength(), item.jsonLength()));
  }

  @Test
  void aReaderSeesAnItemOrThatItIsGoneWhoeverTakesItsMemory() throws Exception {
    assertThat(seesRubbish(false, 300_000)).isFalse();
  }

  @Test
  void aReaderThatDoesNotLookWhetherItIsStillThereSeesRubbish() throws Exception {
    assertThat(seesRubbish(true, 30_000_000)).isTrue();
  }
}
