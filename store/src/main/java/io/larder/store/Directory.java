package io.larder.store;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a store knows of its tables without looking. Safe for any number of threads. */
public interface Directory {
  /**
   * The table of that name or ARN, from memory, never blocking. Null if there is none on whose
   * items one can work, or if the store would have to look; whoever reads or writes is told which.
   */
  @Nullable Table known(String nameOrArn);

  /** Lets {@code watcher} hear of tables that come, change and go, from now on and in order. */
  void watch(Consumer<TableEvent> watcher);
}
