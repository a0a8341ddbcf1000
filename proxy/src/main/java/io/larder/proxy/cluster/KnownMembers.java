package io.larder.proxy.cluster;

import io.larder.cache.cluster.LeaseTable;
import io.larder.cache.cluster.NodeId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A lease table of which the messenger hears who is a member. */
public final class KnownMembers implements LeaseTable {
  private final LeaseTable table;
  private final Consumer<Members> messenger;

  public KnownMembers(LeaseTable table, Consumer<Members> messenger) {
    this.table = table;
    this.messenger = messenger;
  }

  private CompletableFuture<Members> told(CompletableFuture<Members> asked) {
    return asked.thenApply(
        members -> {
          messenger.accept(members);
          return members;
        });
  }

  @Override
  public CompletableFuture<Members> read() {
    return told(table.read());
  }

  @Override
  public CompletableFuture<Members> register(String name, String address) {
    return told(table.register(name, address));
  }

  @Override
  public CompletableFuture<Members> renew(NodeId self) {
    return told(table.renew(self));
  }

  @Override
  public CompletableFuture<Members> fence(NodeId self, NodeId other) {
    return told(table.fence(self, other));
  }

  @Override
  public CompletableFuture<Members> leave(NodeId self) {
    return told(table.leave(self));
  }
}
