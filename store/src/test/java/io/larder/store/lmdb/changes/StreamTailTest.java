package io.larder.store.lmdb.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.StreamArn;
import io.larder.protocol.operation.StreamViewType;
import io.larder.store.PrimaryKey;
import io.larder.store.Requests;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.Markers;
import io.larder.store.lmdb.layout.RecordKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What of streams is kept in memory, and what is written of them. */
final class StreamTailTest {
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");

  private final Place place = new Place();
  private final StreamTail tail = new StreamTail(() -> NOW, 0, 10_000);
  private final RecordKey at =
      KeyLayout.ofService(new byte[16]).ofItem(PrimaryKey.of(1, 1, new byte[] {'a'}, new byte[0]));
  private final TableStream stream =
      new TableStream(
              7,
              1,
              Objects.requireNonNull(
                  StreamArn.of("arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/L")),
              StreamViewType.NEW_IMAGE,
              List.of(),
              new TableStream.Life(NOW, NOW, null, null),
              1,
              List.of())
          .begun(tail.give(1));

  /** Keeps what is put. */
  private static final class Place implements Markers.Place {
    private final Map<BlockKey, byte[]> blocks = new HashMap<>();

    @Override
    public byte @Nullable [] get(byte[] key) {
      return blocks.get(BlockKey.of(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
      blocks.put(BlockKey.of(key), value);
    }

    @Override
    public void delete(byte[] key) {
      throw new UnsupportedOperationException();
    }
  }

  private void commit(int changes, int bytes) {
    var group = new StreamChanges(tail, place);
    Item keys = Item.of(Requests.item("pk", Requests.s("a")));
    Item image = Item.of(Requests.item("pk", Requests.s("a"), "x", Requests.s("x".repeat(bytes))));
    for (int count = 0; count < changes; count++) {
      group.add(stream, at, new ChangedItem(keys, null, image, false));
    }
    group.flush();
    tail.committed(group);
  }

  @Test
  void theNewestBlocksAreHeldInMemoryWithinTheBound() {
    long first = tail.end();
    for (int group = 0; group < 100; group++) {
      commit(2, 500);
    }

    assertThat(tail.holds(first)).isFalse();
    long held = 0;
    var next = tail.atOrAfter(new BlockKey(7, 0, 0));
    long from = Objects.requireNonNull(next).getKey().last();
    assertThat(tail.holds(from)).isTrue();
    while (next != null) {
      held += next.getValue().length;
      assertThat(place.blocks.get(next.getKey())).isEqualTo(next.getValue());
      next = tail.atOrAfter(new BlockKey(7, 0, next.getKey().last() + 1));
    }
    assertThat(held).isBetween(5_000L, 10_000L);
    assertThat(place.blocks).hasSize(100);
  }

  @Test
  void aBlockThatIsFullIsNotAddedTo() {
    commit(100, 2_000);

    assertThat(place.blocks.values()).hasSizeGreaterThan(2);
    assertThat(place.blocks.values()).allMatch(block -> block.length < 70_000);
    long number = 0;
    for (BlockKey key : place.blocks.keySet().stream().sorted().toList()) {
      var reader = new BlockReader(Objects.requireNonNull(place.blocks.get(key)), key.last());
      while (reader.next()) {
        assertThat(number == 0 || reader.number() == number + 1).isTrue();
        number = reader.number();
      }
      assertThat(number).isEqualTo(key.last());
    }
    assertThat(SequenceNumbers.timeOf(number)).isEqualTo(NOW);
  }

  @Test
  void numbersOfTheWireGoThereAndBack() {
    for (long number : new long[] {0, 1, 1L << 40, SequenceNumbers.at(NOW), Long.MAX_VALUE}) {
      assertThat(SequenceNumbers.of(SequenceNumbers.text(number))).isEqualTo(number);
      assertThat(SequenceNumbers.text(number)).hasSize(21);
    }
    assertThat(SequenceNumbers.of("7")).isZero();
    assertThat(SequenceNumbers.of("9".repeat(40))).isEqualTo(Long.MAX_VALUE);
  }
}
