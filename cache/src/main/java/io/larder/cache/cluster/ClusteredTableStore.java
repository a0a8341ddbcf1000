package io.larder.cache.cluster;

import io.larder.store.ForwardingTableStore;
import io.larder.store.Index;
import io.larder.store.NamedTouched;
import io.larder.store.PrimaryKey;
import io.larder.store.SharedTables;
import io.larder.store.Table;
import io.larder.store.TableStore;
import io.larder.store.Touched;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The store of an upstream before which there are several nodes: a table is known, so that it is
 * answered from memory, only while this node holds its lease; a write begins when all members have
 * what it touches in flux, and those who observe writes hear of the other nodes' too.
 *
 * <p>Writes fail with ServiceUnavailable while this node may not write.
 */
public final class ClusteredTableStore extends ForwardingTableStore {
  private final SharedTables tables;
  private final LeasedNode node;

  private ClusteredTableStore(TableStore store, SharedTables tables, LeasedNode node) {
    super(store);
    this.tables = tables;
    this.node = node;
  }

  /**
   * Puts a node of a cluster before {@code store}, which nobody may observe yet. It does nothing
   * until its {@link #node} is started.
   *
   * @param tables those of the store
   */
  public static ClusteredTableStore over(
      TableStore store,
      SharedTables tables,
      LeaseTable leases,
      Messenger messenger,
      ClusterClock clock,
      ClusterOptions options) {
    var node =
        new LeasedNode(options, store.guarantees().quietTime(), tables, leases, messenger, clock);
    store.observe(new Announcements(node));
    return new ClusteredTableStore(store, tables, node);
  }

  /** To be started, and asked how it fares; closed with the store. */
  public ClusterNode node() {
    return node;
  }

  /**
   * Has all nodes forget what they keep of an item, as if a write had been there that nobody knows;
   * fails while this node may not write. Complete when none answers it from memory.
   */
  public CompletionStage<Void> invalidate(Table table, PrimaryKey key) {
    List<String> indexes =
        table.indexesByName().stream().filter(Index::isGlobal).map(Index::name).toList();
    NamedTouched touched = tables.touched(table.name(), key.partition(), key.sort(), indexes);
    return node.begin(List.of(touched)).thenAccept(scope -> scope.committed(List.of()));
  }

  /** The same of tables, or of all if there are none. */
  public CompletionStage<Void> invalidate(List<String> tableNames) {
    return node.beginTables(tableNames).thenAccept(scope -> scope.committed(List.of()));
  }

  /** Tells the other nodes of the store's writes. */
  private record Announcements(LeasedNode node) implements WriteObserver {
    @Override
    public CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
      return node.begin(touched.stream().map(NamedTouched.class::cast).toList());
    }

    @Override
    public CompletionStage<WriteScope> beginTables(List<String> tableNames) {
      return node.beginTables(tableNames);
    }
  }

  @Override
  public @Nullable Table known(String nameOrArn) {
    return node.mayAnswerFromMemory() ? super.known(nameOrArn) : null;
  }

  @Override
  public void observe(WriteObserver observer) {
    node.tellRemoteWrites(observer);
    super.observe(observer);
  }

  /** Lets the store end its writes, then leaves the cluster. */
  @Override
  public void close() {
    try (node) {
      super.close();
    }
  }
}
