package io.larder.proxy.transfer;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Items for benchmarks, the same from the same seed: numbered, over partitions, with some text. */
final class GeneratedItems implements ItemReader {
  private static final int LETTERS = 26;

  private final long items;
  private final int partitions;
  private final int size;
  private final RandomGenerator random;
  private long made;

  /** {@code size} is that of the text. */
  GeneratedItems(long items, int partitions, int size, long seed) {
    this.items = items;
    this.partitions = partitions;
    this.size = size;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @Override
  public @Nullable Row next() {
    if (made == items) {
      return null;
    }
    long number = made++;
    ObjectNode item = TableClient.MAPPER.createObjectNode();
    item.putObject("pk").put("S", "p%06d".formatted(number % partitions));
    item.putObject("sk").put("N", Long.toString(number));
    item.putObject("text").put("S", text());
    item.putObject("number").put("N", Integer.toString(random.nextInt(1_000_000)));
    return new Row(null, item);
  }

  private String text() {
    var text = new StringBuilder(size);
    for (int length = 0; length < size; length++) {
      text.append((char) ('a' + random.nextInt(LETTERS)));
    }
    return text.toString();
  }

  @Override
  public long bytesRead() {
    return made * size;
  }

  @Override
  public long bytes() {
    return items * size;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
