package io.larder.store.lmdb.maintenance;

import io.larder.store.lmdb.changes.BlockKey;
import io.larder.store.lmdb.changes.BlockReader;
import io.larder.store.lmdb.changes.StreamShard;
import org.jspecify.annotations.Nullable;

/** Looks at the blocks of streams and deliveries, in their order. */
final class StreamCheck {
  private final Findings findings;
  private @Nullable BlockKey before;

  StreamCheck(Findings findings) {
    this.findings = findings;
  }

  /** Looks at a block of a stream. */
  void look(Owner.OfStream owner, byte[] key, byte[] value) {
    BlockKey block = BlockKey.of(key);
    StreamShard shard =
        owner.stream().shards().stream()
            .filter(each -> each.number() == block.shard())
            .findFirst()
            .orElse(null);
    if (shard == null) {
      damage(owner, key, "it belongs to no shard");
    } else if (block.last() > shard.last()) {
      damage(owner, key, "it stands behind the end of its shard");
    } else {
      look(owner, block, key, value);
    }
  }

  /** Looks at a block of a delivery. */
  void look(Owner.OfDelivery owner, byte[] key, byte[] value) {
    BlockKey block = BlockKey.of(key);
    if (owner.delivery().at(block.last()).equals(block)) {
      look(owner, block, key, value);
    } else {
      damage(owner, key, "it belongs to no delivery");
    }
  }

  private void look(Owner owner, BlockKey block, byte[] key, byte[] value) {
    BlockKey previous = before;
    before = block;
    if (!block.isOfShard(key)) {
      damage(owner, key, "it has no key of a block");
      return;
    }
    var changes = new BlockReader(value, block.last());
    long first = changes.number() + 1;
    while (changes.next()) {
      // Reading is all that can be asked of a change.
    }
    if (changes.number() != block.last()) {
      damage(owner, key, "it does not have as many changes as it says");
    } else if (previous != null && previous.isOfShard(key) && previous.last() >= first) {
      damage(owner, key, "it overlaps with the one before it");
    }
  }

  private void damage(Owner owner, byte[] key, String what) {
    findings.damage(
        "data: a block of "
            + owner.name()
            + " with the key hash "
            + Findings.hash(key)
            + ": "
            + what);
  }
}
