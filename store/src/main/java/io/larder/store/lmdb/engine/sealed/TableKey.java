package io.larder.store.lmdb.engine.sealed;

import io.larder.store.seal.SealKey;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of a table, or of what belongs to no table, for as long as it is to be had. Any thread
 * opens with it, and takes or gives it; only the writer's thread seals.
 */
public final class TableKey {
  /** Data keys that are remembered; there is one more with each start of the store at least. */
  private static final int REMEMBERED = 1_024;

  private final Renewal renewal;
  private final Map<Beginning, SecretKeySpec> derived = new ConcurrentHashMap<>();
  private volatile @Nullable SealKey key;
  private @Nullable DataKey current;
  private @Nullable SealKey ofCurrent;

  private record Beginning(long first, int rest) {}

  TableKey(@Nullable SealKey key, Renewal renewal) {
    this.key = key;
    this.renewal = renewal;
  }

  /** A copy of the key's bytes, to be wrapped by another; null if it is not to be had. */
  public byte @Nullable [] bytes() {
    SealKey found = key;
    return found == null ? null : found.bytes();
  }

  /** True if the key is to be had. */
  public boolean isGiven() {
    return key != null;
  }

  /**
   * Lets only go on who may open what it seals.
   *
   * @throws KeyTakenException if the key is not to be had
   */
  public void requireGiven() {
    required();
  }

  /** Nothing can be opened or sealed any more, until the key is given again. */
  public void take() {
    key = null;
    derived.clear();
  }

  public void give(SealKey given) {
    key = given;
  }

  private SealKey required() {
    SealKey found = key;
    if (found == null) {
      throw new KeyTakenException();
    }
    return found;
  }

  /** The data key for the next value. */
  @SuppressWarnings("ReferenceEquality") // a key that was given again makes new data keys
  DataKey current() {
    SealKey table = required();
    DataKey found = current;
    if (found == null || ofCurrent != table || found.isSpent(renewal)) {
      found = new DataKey(table, renewal);
      current = found;
      ofCurrent = table;
    }
    return found;
  }

  /** The data key of a nonce. */
  SecretKeySpec derived(byte[] stored, int nonceAt) {
    ByteBuffer bytes = ByteBuffer.wrap(stored);
    var beginning = new Beginning(bytes.getLong(nonceAt), bytes.getInt(nonceAt + Long.BYTES));
    SecretKeySpec found = derived.get(beginning);
    if (found == null) {
      found = required().derive(stored, nonceAt);
      if (derived.size() >= REMEMBERED) {
        derived.clear();
      }
      derived.put(beginning, found);
      if (key == null) {
        derived.clear();
      }
    }
    return found;
  }

  /** Tells nothing. */
  @Override
  public String toString() {
    return "TableKey";
  }
}
