package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.Damage;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which records are damaged, though not as often as they are read. */
final class DamageLog implements Damage {
  private static final Logger LOG = LoggerFactory.getLogger(DamageLog.class);

  private final Path directory;

  DamageLog(Path directory) {
    this.directory = directory;
  }

  @Override
  public RuntimeException found(String database, byte[] key) {
    // Keys are the clients' data, which no log holds.
    String hash = hash(key);
    LOG.atError()
        .addKeyValue("database", database)
        .addKeyValue("keyHash", hash)
        .log("A stored record is damaged");
    return new DamagedRecordException(
        "A record in "
            + directory
            + " is damaged: one in the database "
            + database
            + " whose key has the hash "
            + hash);
  }

  private static String hash(byte[] key) {
    var crc = new CRC32C();
    crc.update(key);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
