package io.larder.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a commit listener has heard of a store that was empty, and whether it was told as it must.
 */
final class ToldCommits implements CommitListener {
  /** A moment since which it was never quiet. */
  static final long NEVER = -1;

  private static final int MOST_ITEM_BYTES = 400 * 1024;

  private final Map<PrimaryKey, Item> now = new ConcurrentHashMap<>();
  private final Map<PrimaryKey, Set<Optional<Item>>> ever = new ConcurrentHashMap<>();
  private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();

  /** Odd from before a commit until it was told. */
  private final AtomicLong moment = new AtomicLong();

  private @Nullable List<ItemChange> announced;
  private @Nullable Thread writer;

  /** What must be reported to the test: a listener that throws would only stop the commit. */
  Queue<Throwable> broken() {
    return broken;
  }

  long moment() {
    return moment.get();
  }

  /** True if no commit was under way at that moment, and none has begun since. */
  boolean wasQuietSince(long earlier) {
    return earlier % 2 == 0 && moment.get() == earlier;
  }

  /** The item that the last commit left, or null. */
  @Nullable Item now(PrimaryKey key) {
    return now.get(key);
  }

  /** True if a commit left that item; or none, which was so at first. */
  boolean everHad(PrimaryKey key, @Nullable Item item) {
    Set<Optional<Item>> images = ever.getOrDefault(key, Set.of(Optional.empty()));
    return images.contains(Optional.ofNullable(item));
  }

  @Override
  public void beforeCommit(List<ItemChange> changes) {
    moment.incrementAndGet();
    check(
        () -> {
          assertThat(announced).as("the commit before has ended").isNull();
          assertThat(changes).doesNotContainNull();
          changes.forEach(ToldCommits::checkChange);
        });
    announced = new ArrayList<>(changes);
    writer = Thread.currentThread();
  }

  private static void checkChange(ItemChange change) {
    assertThat(change.collections()).startsWith(change.key().collection());
    if (change.newImage() != null) {
      assertThat(change.newImage().size()).isLessThanOrEqualTo(MOST_ITEM_BYTES);
    }
  }

  @Override
  public void committed(List<ItemChange> changes) {
    check(() -> checkEnd(changes));
    for (ItemChange change : changes) {
      Item image = change.newImage();
      if (image == null) {
        now.remove(change.key());
      } else {
        now.put(change.key(), image);
      }
      ever.computeIfAbsent(change.key(), _ -> ConcurrentHashMap.newKeySet())
          .add(Optional.ofNullable(image));
    }
    announced = null;
    moment.incrementAndGet();
  }

  @Override
  public void aborted(List<ItemChange> changes) {
    check(() -> checkEnd(changes));
    announced = null;
    moment.incrementAndGet();
  }

  private void checkEnd(List<ItemChange> changes) {
    assertThat(changes).as("the commit that was announced").isEqualTo(announced);
    assertThat(Thread.currentThread()).as("the thread that commits").isEqualTo(writer);
  }

  @Override
  public void tableDropped(Table table) {
    now.keySet().removeIf(key -> key.tableId() == table.id());
  }

  void checkAtTheEnd() {
    check(() -> assertThat(announced).as("a commit without an end").isNull());
  }

  private void check(Runnable claim) {
    try {
      claim.run();
    } catch (Throwable e) {
      broken.add(e);
    }
  }
}
