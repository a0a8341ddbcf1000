package io.larder.store.lmdb.layout;

import static io.larder.store.Requests.item;
import static io.larder.store.Requests.s;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.SipHash;
import io.larder.store.Index;
import io.larder.store.IndexKeys;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Making the keys of records from the attributes of an item. */
@State(Scope.Thread)
public class KeyLayoutBenchmark {
  private final KeyLayout layout = KeyLayout.ofService(new byte[SipHash.KEY_LENGTH]);
  private final Table table = KeyLayoutTest.table();
  private final Index index = Objects.requireNonNull(table.index("local"));
  private final Map<String, AttributeValue> key =
      item("pk", s("partition-00007"), "sk", s("item-003"));
  private final Map<String, AttributeValue> item =
      item("pk", s("partition-00007"), "sk", s("item-003"), "alt", s("2026-01-02"));
  private final PrimaryKey primaryKey = table.primaryKey(key);

  /** What the caches look up: no hash. */
  @Benchmark
  public PrimaryKey primaryKey() {
    return table.primaryKey(key);
  }

  @Benchmark
  public Object recordKeyOfItem() {
    return layout.ofItem(table.primaryKey(key));
  }

  @Benchmark
  public Object recordKeyOfIndexEntry() {
    return layout.ofEntry(index, Objects.requireNonNull(IndexKeys.of(index, item)), primaryKey);
  }
}
