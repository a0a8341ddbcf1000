package io.larder.store;

/** That a table has come, changed or gone. */
public sealed interface TableEvent {
  record Created(Table table) implements TableEvent {}

  record Changed(Table before, Table now) implements TableEvent {}

  /** Its id is never used again. */
  record Dropped(Table table) implements TableEvent {}
}
