package io.larder.proxy.config;

import io.larder.proxy.config.value.ByteSize;
import java.nio.file.Path;
import java.time.Duration;

/** Where the tables are; all but the kind is for the bundled store. */
public record Store(
    @Setting(
            byDefault = "lmdb",
            doc =
                "lmdb: the bundled store; upstream: another server, before which this one caches.")
        Kind kind,
    @Setting(byDefault = "./data", doc = "Folder of the tables.") Path dataDir,
    @Setting(byDefault = "./backups", doc = "Folder in which a running server makes backups.")
        Path backups,
    @Setting(
            byDefault = "false",
            doc = "Keep the tables in memory only; they are gone when the server stops.")
        boolean inMemory,
    @Setting(
            byDefault = "1 TB",
            least = "1 MB",
            most = "64 TB",
            doc = "Address space to reserve: the most that the tables can grow to on disk.")
        ByteSize mapSize,
    @Setting(
            byDefault = "256",
            least = "2",
            most = "32768",
            doc = "Most reads of the store at the same moment.")
        int maxReaders,
    @Setting(
            byDefault = "16384",
            least = "1",
            most = "1048576",
            doc = "Most writes that may wait for the writer; further ones are refused.")
        int writeQueue,
    @Setting(byDefault = "1024", least = "1", most = "65536", doc = "Most writes in one commit.")
        int commitGroup,
    @Setting(
            byDefault = "10s",
            least = "1ms",
            most = "365d",
            doc = "How often items are looked for whose time to live is over.")
        Duration timeToLiveSweep) {
  /** Who keeps the tables. */
  public enum Kind {
    LMDB,
    UPSTREAM
  }
}
