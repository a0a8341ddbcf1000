package io.larder.store.lmdb.engine.sealed;

import io.larder.store.seal.SealKey;
import java.nio.ByteBuffer;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which a table's values are sealed for a while. It is derived from the table's key
 * and twelve random bytes, with which each nonce begins; the rest of the nonce is counted. So no
 * nonce comes twice, whatever becomes of the process or from which backup it was started: a process
 * seals with none but its own data keys. For the writer's thread.
 */
final class DataKey {
  private final byte[] beginning;
  private final SecretKeySpec key;
  private final long begun;
  private long sealed;

  DataKey(SealKey table, Renewal renewal) {
    this.beginning = new byte[SealKey.DERIVING];
    renewal.random().nextBytes(beginning);
    this.key = table.derive(beginning, 0);
    this.begun = renewal.nanos().getAsLong();
  }

  boolean isSpent(Renewal renewal) {
    return sealed >= renewal.messages()
        || renewal.nanos().getAsLong() - begun >= renewal.age().toNanos();
  }

  SecretKeySpec key() {
    return key;
  }

  /** Writes the next nonce. */
  void next(byte[] into, int at) {
    System.arraycopy(beginning, 0, into, at, SealKey.DERIVING);
    ByteBuffer.wrap(into).putLong(at + SealKey.NONCE - Long.BYTES, sealed++);
  }
}
