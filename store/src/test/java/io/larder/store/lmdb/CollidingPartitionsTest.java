package io.larder.store.lmdb;

import io.larder.protocol.item.SipHash;
import io.larder.store.OneWriterContract;
import io.larder.store.TableStore;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.PartitionHash;
import java.util.Arrays;

/** The contract if every partition key, and every key of an item, has the same hash. */
final class CollidingPartitionsTest extends OneWriterContract {
  static final PartitionHash ONE_FOR_ALL =
      (_, _, target, offset) ->
          Arrays.fill(target, offset, offset + PartitionHash.LENGTH, (byte) 7);

  @Override
  protected TableStore open() {
    return LmdbTableStore.open(
        LmdbOptions.inMemory(),
        EngineParts.DEFAULT,
        key -> new KeyLayout(ONE_FOR_ALL, new SipHash(key)::of));
  }

  /** Not a test here, as those below: with one hash for all there is no order of hashes. */
  @Override
  public void aScanGoesByTheServicesHashOfThePartitionKey() {}

  @Override
  public void partitionsOfAllTypesAreInTheOrderOfTheirHash() {}

  @Override
  public void aSegmentHoldsThePartitionsOfItsShareOfTheHashes() {}

  @Override
  public void equalIndexKeysAreInTheOrderOfTheHashOfTheTablesKey() {}

  @Override
  public void itemsOfOnePartitionAreInOneShardAndManyPartitionsInSeveral() {}
}
