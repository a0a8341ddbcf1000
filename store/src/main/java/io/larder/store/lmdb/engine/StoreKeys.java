package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Txn;
import io.larder.store.lmdb.engine.log.LogState;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.engine.sealed.Renewal;
import io.larder.store.lmdb.engine.sealed.SealedFormat;
import io.larder.store.seal.Encryption;
import io.larder.store.seal.KeyProvider;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.SealKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The store's own key. It stands in the catalogue, wrapped by the master key: {@code format (1) |
 * length of the master key's name (2) | name | wrapped key}. This record is only ever written to
 * LMDB itself, never to the log, since all else is read with it. Beside it stands how far the store
 * is sealed, itself sealed: {@link #ALL}, or {@link #SOME} and where to go on.
 */
public final class StoreKeys {
  /** Nothing is stored in clear. */
  public static final byte ALL = 1;

  /** There may be values that were stored in clear; they are being sealed. */
  public static final byte SOME = 0;

  private static final byte FORMAT = 1;
  private static final int HEADER = 1 + Short.BYTES;

  private final Environment environment;
  private final Dbi catalog;
  private final Renewal renewal;
  private final Map<String, String> context;

  private StoreKeys(Environment environment, UUID store, Renewal renewal) {
    this.renewal = renewal;
    this.environment = environment;
    this.catalog = environment.database(Database.CATALOG);
    this.context = Map.of("larder:purpose", "store", "larder:store", store.toString());
  }

  /**
   * The keys of the store. One that is not sealed yet gets a key, and is to be sealed; a new one is
   * sealed from the beginning.
   *
   * @param encryption null if the store is not to be sealed
   * @throws IllegalStateException if the key cannot be used or is another, or the store is sealed
   *     and is not to be; the message names the key
   */
  public static KeyRing open(
      Environment environment, @Nullable Encryption encryption, EngineParts parts) {
    UUID store = StoredRandom.identity(environment, parts.random());
    byte[] found = read(environment, CatalogKey.KEYRING);
    if (encryption == null) {
      requireClear(environment, found);
      return KeyRing.NONE;
    }
    var renewal =
        new Renewal(
            parts.random(), parts.ticker()::nanos, encryption.rotateAfter(), Renewal.MAX_MESSAGES);
    KeyProvider master = encryption.master();
    try {
      var keys = new StoreKeys(environment, store, renewal);
      return found == null ? keys.begin(master) : keys.open(found, master);
    } catch (KeyUnavailableException e) {
      throw new IllegalStateException(
          "Cannot open the store in "
              + environment.directory()
              + " with the key "
              + master.name()
              + (found == null ? "" : ", which should be " + nameIn(found))
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static void requireClear(Environment environment, byte @Nullable [] found) {
    if (found != null) {
      throw new IllegalStateException(
          "The store in "
              + environment.directory()
              + " is encrypted under the key "
              + nameIn(found)
              + ", without which nothing in it can be read: set encryption.enabled and"
              + " encryption.key");
    }
  }

  /** True if the store is sealed, so that nothing can be read without its key. */
  public static boolean isSealed(Environment environment) {
    return read(environment, CatalogKey.KEYRING) != null;
  }

  /** Stores a record of the catalogue, sealed, without the log: of a key that was never stored. */
  public static void put(Environment environment, KeyRing ring, byte[] key, byte[] value) {
    try (Txn txn = environment.beginWrite()) {
      byte[] sealed = ring.seal().seal(Database.CATALOG.number(), key, value);
      environment.database(Database.CATALOG).put(txn, key, sealed);
      txn.commit();
    }
  }

  private static byte @Nullable [] read(Environment environment, CatalogKey key) {
    try (Txn txn = environment.beginRead()) {
      return environment.database(Database.CATALOG).get(txn, key.bytes());
    }
  }

  private static String nameIn(byte[] keyring) {
    int length = lengthOfName(keyring);
    return new String(keyring, HEADER, length, StandardCharsets.UTF_8);
  }

  private static int lengthOfName(byte[] keyring) {
    int length =
        keyring.length < HEADER ? -1 : Short.toUnsignedInt(ByteBuffer.wrap(keyring).getShort(1));
    if (length < 0 || keyring[0] != FORMAT || HEADER + length > keyring.length) {
      throw new IllegalStateException("The key of the store has a format that is not known");
    }
    return length;
  }

  private KeyRing open(byte[] found, KeyProvider master) throws KeyUnavailableException {
    int from = HEADER + lengthOfName(found);
    byte[] wrapped = new byte[found.length - from];
    System.arraycopy(found, from, wrapped, 0, wrapped.length);
    byte[] bytes = master.unwrap(wrapped, context);
    String now = master.describe();
    if (!now.equals(nameIn(found))) {
      write(keyring(now, master.wrap(bytes, context)), null);
    }
    KeyRing ring = KeyRing.of(new SealKey(bytes), renewal, true);
    byte[] stored = read(environment, CatalogKey.SEALED);
    if (stored == null || !SealedFormat.isSealed(stored) || state(ring, stored) != SOME) {
      ring.refuseClear();
    }
    return ring;
  }

  private static byte state(KeyRing ring, byte[] stored) {
    return ring.seal().open(Database.CATALOG.number(), CatalogKey.SEALED.bytes(), stored)[0];
  }

  private KeyRing begin(KeyProvider master) throws KeyUnavailableException {
    boolean isNew = isEmpty();
    byte[] bytes = new byte[SealKey.BYTES];
    renewal.random().nextBytes(bytes);
    KeyRing ring = KeyRing.of(new SealKey(bytes), renewal, !isNew);
    byte[] sealed =
        ring.seal()
            .seal(
                Database.CATALOG.number(),
                CatalogKey.SEALED.bytes(),
                new byte[] {isNew ? ALL : SOME});
    byte[] keyring = keyring(master.describe(), master.wrap(bytes, context));
    environment.layout().seal();
    write(keyring, sealed);
    return ring;
  }

  /** True if there was never a table, neither in LMDB nor in a log that it has not taken over. */
  private boolean isEmpty() {
    return read(environment, CatalogKey.NEXT_ID) == null
        && new CheckpointWriter(environment).written().equals(LogState.NONE);
  }

  private static byte[] keyring(String name, byte[] wrapped) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEADER + text.length + wrapped.length)
        .put(FORMAT)
        .putShort((short) text.length)
        .put(text)
        .put(wrapped)
        .array();
  }

  private void write(byte[] keyring, byte @Nullable [] sealed) {
    try (Txn txn = environment.beginWrite()) {
      catalog.put(txn, CatalogKey.KEYRING.bytes(), keyring);
      if (sealed != null) {
        catalog.put(txn, CatalogKey.SEALED.bytes(), sealed);
      }
      txn.commit();
    }
  }
}
