package io.larder.store.lmdb.maintenance;

import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.lmdb.changes.Delivery;
import io.larder.store.lmdb.changes.TableStream;

/** To whom records belong whose keys begin with one id. */
sealed interface Owner {
  /** For people. */
  String name();

  /** The items of a table. */
  record Items(Table table) implements Owner {
    @Override
    public String name() {
      return "table " + table.name();
    }
  }

  /** What items put somewhere beside them. */
  sealed interface Entries extends Owner {
    Table table();
  }

  /** The entries of an index. */
  record OfIndex(Table table, Index index) implements Entries {
    @Override
    public String name() {
      return "index " + index.name() + " of table " + table.name();
    }
  }

  /** The order in which the items of a table expire. */
  record OfExpiry(Table table) implements Entries {
    @Override
    public String name() {
      return "order of expiry of table " + table.name();
    }
  }

  /** The changes that a stream tells. */
  record OfStream(TableStream stream) implements Owner {
    @Override
    public String name() {
      return "stream " + stream.arn().text();
    }
  }

  /** The changes that are still to be sent to a data stream. */
  record OfDelivery(Delivery delivery) implements Owner {
    @Override
    public String name() {
      return "delivery of table " + delivery.tableName() + " to " + delivery.streamArn();
    }
  }

  /** What waits to be deleted. */
  record Dropped() implements Owner {
    @Override
    public String name() {
      return "a dropped table";
    }
  }
}
