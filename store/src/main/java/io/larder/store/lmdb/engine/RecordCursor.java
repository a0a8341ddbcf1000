package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.Cursor;
import io.larder.store.lmdb.binding.Txn;
import io.larder.store.lmdb.engine.RecordTree.Node;
import io.larder.store.lmdb.engine.sealed.SealedFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place among the records of one database, which moves from record to record: the records of LMDB
 * with newer ones over them. For one thread.
 *
 * <p>Both sides stand at the current record, or at the first one beyond it in the direction of the
 * last move. Where both have the same key the newer record counts.
 */
public final class RecordCursor implements AutoCloseable {
  private final Cursor stored;
  private final Opening opening;
  private RecordTree newer;
  private @Nullable Node node;
  private boolean hasStored;
  private boolean isForward;
  private boolean isAtNode;
  private boolean isAtStored;

  /** Makes the value of a record from what is stored for it. */
  @FunctionalInterface
  interface Opening {
    byte[] open(byte[] key, byte[] stored);
  }

  RecordCursor(Cursor stored, RecordTree newer, Opening opening) {
    this.stored = stored;
    this.opening = opening;
    this.newer = newer;
  }

  /** Uses the cursor with another read transaction and the records over it. */
  void renew(Txn txn, RecordTree records) {
    stored.renew(txn);
    newer = records;
  }

  /** Moves to the first record; false if there is none. */
  public boolean first() {
    isForward = true;
    return settle(stored.first(), newer.first());
  }

  /** Moves to the last record; false if there is none. */
  public boolean last() {
    isForward = false;
    return settle(stored.last(), newer.last());
  }

  /** Moves to the first record whose key is this one or a greater one; false if there is none. */
  public boolean seek(byte[] key) {
    isForward = true;
    return settle(stored.seek(key), newer.atOrAfter(key));
  }

  /** Moves from the current record to the next; false at the end. */
  public boolean next() {
    if (!isForward) {
      turn();
    }
    return step();
  }

  /** Moves from the current record to the one before; false at the beginning. */
  public boolean previous() {
    if (isForward) {
      turn();
    }
    return step();
  }

  /** Moves both sides to the current record or the first one beyond it in the other direction. */
  private void turn() {
    byte[] current = key();
    isForward = !isForward;
    if (!isAtStored) {
      hasStored = hasStored ? moveStored() : isForward ? stored.first() : stored.last();
    }
    if (!isAtNode) {
      node = isForward ? newer.after(current) : newer.before(current);
    }
  }

  private boolean step() {
    return settle(isAtStored ? moveStored() : hasStored, isAtNode ? nextNode() : node);
  }

  private boolean moveStored() {
    return isForward ? stored.next() : stored.previous();
  }

  private @Nullable Node nextNode() {
    return node == null ? null : isForward ? newer.after(node.key()) : newer.before(node.key());
  }

  /** Decides which of the two sides is first, passing over what was deleted. */
  private boolean settle(boolean storedFound, @Nullable Node nodeFound) {
    hasStored = storedFound;
    node = nodeFound;
    while (node != null) {
      int order = hasStored ? Arrays.compareUnsigned(stored.key(), node.key()) : 1;
      if (hasStored && !isForward) {
        order = -order;
      }
      isAtStored = hasStored && order <= 0;
      isAtNode = order >= 0;
      if (!isAtNode || node.value() != null) {
        return true;
      }
      if (isAtStored) {
        hasStored = moveStored();
      }
      node = nextNode();
    }
    isAtNode = false;
    isAtStored = hasStored;
    return hasStored;
  }

  /** The current record's key, not to be changed; valid only after a move that found one. */
  public byte[] key() {
    return isAtNode && node != null ? node.key() : stored.key();
  }

  /** The current record's value, not to be changed; valid only after a move that found one. */
  public byte[] value() {
    return opening.open(key(), stored());
  }

  /** What is stored for the current record's value, which may be sealed; not to be changed. */
  public byte[] stored() {
    byte[] value = isAtNode && node != null ? node.value() : null;
    return value == null ? stored.value() : value;
  }

  /** True if the current record's value is sealed. */
  public boolean isSealed() {
    return SealedFormat.isSealed(stored());
  }

  /** The current record's value, made from what {@link #stored} has returned for it. */
  public byte[] opened(byte[] value) {
    return opening.open(key(), value);
  }

  @Override
  public void close() {
    stored.close();
  }
}
