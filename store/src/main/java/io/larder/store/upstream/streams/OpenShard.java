package io.larder.store.upstream.streams;

import org.jspecify.annotations.Nullable;

/** A shard that is being read. */
final class OpenShard {
  final String id;

  /** Where to go on; null once all was read and nothing more will come. */
  @Nullable String iterator;

  /** The last change that was told. */
  @Nullable String lastSequenceNumber;

  /** What happened until then was told; in nanoseconds of the reader's clock. */
  long readUntil;

  /** False while it may still begin with what happens until it is asked for the first time. */
  boolean hasBegun;

  OpenShard(String id, String iterator, boolean hasBegun, long readUntil) {
    this.id = id;
    this.iterator = iterator;
    this.hasBegun = hasBegun;
    this.readUntil = readUntil;
  }
}
