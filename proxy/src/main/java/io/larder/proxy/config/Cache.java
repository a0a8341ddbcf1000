package io.larder.proxy.config;

import io.larder.proxy.config.value.ByteSize;
import io.larder.proxy.config.value.OptionalFile;
import java.time.Duration;

/** The caches before the store. */
public record Cache(
    @Setting(
            byDefault = "20%",
            least = "0",
            most = "512 GB",
            doc =
                "Most memory for items, in bytes or as so much as a part of the heap; at most"
                    + " 3/35 of it lie in the heap, the rest beside it; 0 turns the item cache"
                    + " off.")
        ByteSize itemBytes,
    @Setting(
            byDefault = "5m",
            least = "0",
            most = "365d",
            doc = "Age at which an item leaves the cache; 0 for never.")
        Duration itemTtl,
    @Setting(
            byDefault = "20%",
            least = "0",
            most = "75%",
            doc = "Most memory for pages of Query and Scan, likewise; 0 turns the query cache off.")
        ByteSize queryBytes,
    @Setting(
            byDefault = "5m",
            least = "0",
            most = "365d",
            doc = "Age at which a page leaves the cache; 0 turns the query cache off.")
        Duration queryTtl,
    @Setting(byDefault = "true", doc = "Remember also that an item is absent or a page empty.")
        boolean negativeEntries,
    @Setting(
            byDefault = "true",
            doc =
                "Keep the keys of cached items in the data folder, and read those items again"
                    + " after a start; not for tables in memory.")
        boolean warmRestart,
    @Setting(
            byDefault = "5m",
            least = "10s",
            most = "1d",
            doc = "How often they are written, beside when the server stops.")
        Duration warmRestartInterval,
    @Setting(
            byDefault = "coherent",
            doc =
                "coherent to answer nothing that is known to be old; dax to do as DAX does, where"
                    + " pages only age and consistent reads leave the caches alone.")
        Consistency consistency,
    @Setting(
            byDefault = "none",
            doc = "File of the policies of tables, a list in YAML; none for all to be alike.")
        OptionalFile policies,
    @Setting(
            byDefault = "10s",
            least = "10ms",
            most = "1d",
            doc = "How often that file is read again, so that what has changed is found.")
        Duration policiesReloadInterval) {

  /** What is promised of what is answered from memory. */
  public enum Consistency {
    COHERENT,
    DAX
  }

  /** So much of the heap do the items take at most, all of which have the least bytes. */
  long heapForItems() {
    return itemBytes.bytes() / 35 * 3;
  }
}
