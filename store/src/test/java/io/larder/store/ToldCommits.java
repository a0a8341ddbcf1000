package io.larder.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What an observer has heard of a store that was empty, and whether it was told as it must. If the
 * store has one writer, that is all there is to know.
 */
final class ToldCommits implements WriteObserver {
  /** A moment since which it was never quiet. */
  static final long NEVER = -1;

  private static final int MAX_ITEM_BYTES = 400 * 1024;

  private final Map<PrimaryKey, Item> now = new ConcurrentHashMap<>();
  private final Map<PrimaryKey, Set<Optional<Item>>> ever = new ConcurrentHashMap<>();
  private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();

  /** Odd from before a commit until it was told. */
  private final AtomicLong moment = new AtomicLong();

  private final boolean hasOneWriter;
  private final AtomicLong open = new AtomicLong();
  private @Nullable Scope announced;
  private @Nullable Thread writer;

  /**
   * @param hasOneWriter true of a store that makes all writes itself, one after the other
   */
  ToldCommits(boolean hasOneWriter) {
    this.hasOneWriter = hasOneWriter;
  }

  /** What must be reported to the test: an observer that throws would only stop the commit. */
  Queue<Throwable> broken() {
    return broken;
  }

  long moment() {
    return moment.get();
  }

  /** True if no commit was under way at that moment, and none has begun since. */
  boolean wasQuietSince(long earlier) {
    return hasOneWriter && earlier % 2 == 0 && moment.get() == earlier;
  }

  /** The item that the last commit left, or null. */
  @Nullable Item now(PrimaryKey key) {
    return now.get(key);
  }

  /** True if a commit left that item, or may have; or none, which was so at first. */
  boolean everHad(PrimaryKey key, @Nullable Item item) {
    if (!hasOneWriter) {
      return true;
    }
    Set<Optional<Item>> images = ever.getOrDefault(key, Set.of(Optional.empty()));
    return images.contains(Optional.ofNullable(item));
  }

  @Override
  public CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
    if (!hasOneWriter) {
      open.incrementAndGet();
      return CompletableFuture.completedFuture(new OneOfMany(Set.copyOf(touched)));
    }
    moment.incrementAndGet();
    check(
        () -> {
          assertThat(announced).as("the commit before has ended").isNull();
          assertThat(touched).doesNotContainNull();
          touched.forEach(
              item -> assertThat(item.collections()).startsWith(item.key().collection()));
        });
    writer = Thread.currentThread();
    var scope = new Scope(List.copyOf(touched));
    announced = scope;
    return CompletableFuture.completedFuture(scope);
  }

  @Override
  public CompletionStage<WriteScope> beginTables(List<String> tableNames) {
    open.incrementAndGet();
    return CompletableFuture.completedFuture(new OneOfMany(Set.of()));
  }

  /** A write beside others, of which not every image is known. */
  private final class OneOfMany implements WriteScope {
    private final Set<Touched> touched;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    OneOfMany(Set<Touched> touched) {
      this.touched = touched;
    }

    @Override
    public void committed(List<ItemChange> known) {
      end();
      check(
          () ->
              assertThat(touched.stream().map(Touched::key))
                  .as("what was announced")
                  .containsAll(known.stream().map(ItemChange::key).toList()));
    }

    @Override
    public void aborted() {
      end();
    }

    @Override
    public void unknown() {
      end();
    }

    private void end() {
      open.decrementAndGet();
      check(() -> assertThat(hasEnded.getAndSet(true)).as("ended before").isFalse());
    }
  }

  private final class Scope implements WriteScope {
    private final List<Touched> touched;

    Scope(List<Touched> touched) {
      this.touched = touched;
    }

    @Override
    public void committed(List<ItemChange> known) {
      check(
          () ->
              assertThat(known)
                  .as("the commit that was announced")
                  .isEqualTo(touched)
                  .allMatch(change -> size(change.newImage()) <= MAX_ITEM_BYTES));
      remember(known);
      end();
    }

    @Override
    public void aborted() {
      end();
    }

    @Override
    public void unknown() {
      end();
    }

    private void end() {
      check(
          () -> {
            assertThat(announced).as("the commit that was announced").isSameAs(this);
            assertThat(Thread.currentThread()).as("the thread that commits").isEqualTo(writer);
          });
      announced = null;
      moment.incrementAndGet();
    }
  }

  private static int size(@Nullable Item image) {
    return image == null ? 0 : image.size();
  }

  private void remember(List<ItemChange> changes) {
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
  }

  void hear(TableEvent event) {
    if (event instanceof TableEvent.Dropped(var table)) {
      now.keySet().removeIf(key -> key.id() == table.id());
    }
  }

  void checkAtTheEnd() {
    check(() -> assertThat(announced).as("a commit without an end").isNull());
    check(() -> assertThat(open).as("writes without an end").hasValue(0));
  }

  private void check(Runnable claim) {
    try {
      claim.run();
    } catch (Throwable e) {
      broken.add(e);
    }
  }
}
