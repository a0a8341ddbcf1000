package io.larder.store;

import java.util.List;

/**
 * A write that may become visible. It has one of three ends, which a store tells once, and before
 * the client hears of it. May be called by any thread; what it throws changes nothing, for other
 * observers neither.
 */
public interface WriteScope {
  /**
   * The write is done: durable, visible, not yet acknowledged.
   *
   * @param known the new images of touched items, in the order in which they came to be; of what is
   *     not among them nobody knows the image
   */
  void committed(List<ItemChange> known);

  /** Nothing has changed and nothing will. */
  void aborted();

  /**
   * Nobody knows whether the write was done; it may still become visible within the store's {@link
   * StoreGuarantees#quietTime}.
   */
  void unknown();

  /**
   * True if a copy of the item is kept, which would stay if the write told its new image. May
   * change at any time.
   */
  default boolean keeps(PrimaryKey key) {
    return false;
  }

  /**
   * False if it is too late for the write to begin: nobody waits for it any more. Asked at the last
   * moment before it goes where it may become visible; once it is false it stays so.
   */
  default boolean mayBegin() {
    return true;
  }

  /** Of a write of which nobody needs to hear the end. */
  WriteScope NONE =
      new WriteScope() {
        @Override
        public void committed(List<ItemChange> known) {}

        @Override
        public void aborted() {}

        @Override
        public void unknown() {}
      };
}
