package io.larder.store.lmdb.engine.sealed;

import io.larder.store.seal.BrokenSealException;
import io.larder.store.seal.SealKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals with the keys of a ring. What a value is sealed with says where it belongs: {@code the
 * first three bytes of the format | number of the database (1) | key}, so that a value which is
 * moved to another record cannot be opened there.
 */
final class KeyedSeal implements RecordSeal {
  /** The database whose keys begin with the id of a table or index. */
  private static final int OF_TABLES = 1;

  /** The bit that tells the records of a layer below from those of a table. */
  private static final int LAYER = 0x8000_0000;

  private final KeyRing ring;
  private final TableKey store;

  /** One for each way, for to turn a cipher round makes it expand its key again. */
  private final Cipher sealing = gcm();

  private final Cipher opening = gcm();
  private final byte[] place = new byte[SealedFormat.nonceAt() + 1];

  KeyedSeal(KeyRing ring, TableKey store) {
    this.ring = ring;
    this.store = store;
    SealedFormat.begin(place);
  }

  private static Cipher gcm() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java without AES-GCM", e);
    }
  }

  @Override
  public byte[] seal(int database, byte[] key, byte[] value) {
    byte[] sealed = new byte[SealedFormat.HEADER + value.length + SealKey.TAG];
    DataKey dataKey = keyOf(database, key).current();
    SealedFormat.begin(sealed);
    dataKey.next(sealed, SealedFormat.nonceAt());
    try {
      begin(sealing, Cipher.ENCRYPT_MODE, dataKey.key(), sealed, database, key);
      sealing.doFinal(value, 0, value.length, sealed, SealedFormat.HEADER);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java without AES-GCM", e);
    }
  }

  @Override
  public byte[] open(int database, byte[] key, byte[] stored) {
    if (!SealedFormat.isSealed(stored)) {
      if (ring.acceptsClear()) {
        return stored;
      }
      throw new BrokenSealException("not sealed");
    }
    SecretKeySpec dataKey = keyOf(database, key).derived(stored, SealedFormat.nonceAt());
    try {
      begin(opening, Cipher.DECRYPT_MODE, dataKey, stored, database, key);
      return opening.doFinal(stored, SealedFormat.HEADER, stored.length - SealedFormat.HEADER);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("Java without AES-GCM", e);
    } catch (GeneralSecurityException e) {
      throw new BrokenSealException("not what was sealed here");
    }
  }

  private void begin(
      Cipher gcm, int mode, SecretKeySpec key, byte[] sealed, int database, byte[] recordKey)
      throws GeneralSecurityException {
    AlgorithmParameterSpec nonce =
        new GCMParameterSpec(
            8 * SealKey.TAG,
            sealed,
            SealedFormat.nonceAt() + SealKey.DERIVING,
            SealKey.NONCE - SealKey.DERIVING);
    gcm.init(mode, key, nonce);
    place[place.length - 1] = (byte) database;
    gcm.updateAAD(place);
    gcm.updateAAD(recordKey);
  }

  private TableKey keyOf(int database, byte[] key) {
    if (database != OF_TABLES) {
      return store;
    }
    int id = ByteBuffer.wrap(key).getInt();
    TableKey found = ring.of(id & ~LAYER);
    if (found == null) {
      throw new BrokenSealException("there is no key for the table");
    }
    return found;
  }
}
