package io.larder.cache.cluster;

import io.larder.protocol.item.Item;
import io.larder.store.NamedTouched;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one node tells another. */
sealed interface Message {
  /** Asks whether messages go both ways, of anybody of the cluster. */
  record Probe(long token) implements Message {}

  record Probed(long token) implements Message {}

  /** The sender has registered, and asks to be asked before each write. */
  record Hello(String address) implements Message {}

  /** From now on the other one is asked before each write of the sender. */
  record Welcome() implements Message {}

  /** A write that the sender is about to make of these items. */
  record Flux(long write, List<NamedTouched> items) implements Message {
    public Flux {
      items = List.copyOf(items);
    }
  }

  /** A write that the sender is about to make of whatever is in these tables, or in all if none. */
  record TablesFlux(long write, List<String> tableNames) implements Message {
    public TablesFlux {
      tableNames = List.copyOf(tableNames);
    }
  }

  /**
   * Answers both.
   *
   * @param accepted false if the sender does not know the other one as a member
   */
  record Answer(long write, boolean accepted) implements Message {}

  /** How a write has ended. */
  record Settle(long write, End end, List<Image> images) implements Message {
    public Settle {
      images = List.copyOf(images);
    }
  }

  record Settled(long write) implements Message {}

  /** The sender has taken another node out of the members. */
  record TookOut() implements Message {}

  /** The sender has stopped to answer from memory, and has ended all its writes. */
  record Goodbye() implements Message {}

  /** The ends that a {@link io.larder.store.WriteScope} has. */
  enum End {
    COMMITTED,
    ABORTED,
    UNKNOWN
  }

  /**
   * What a write has made of an item.
   *
   * @param index of the item among those of the {@link Flux}
   * @param item null if it was deleted
   */
  record Image(int index, @Nullable Item item) {}
}
