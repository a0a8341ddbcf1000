package io.larder.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every table store must do; extended by the test of each. Its parts are one interface for
 * each group of operations. Around every call {@link AssertingTableStore} checks what holds for all
 * of them.
 */
public abstract class TableStoreContract
    implements ItemContract,
        PageContract,
        IndexContract,
        BatchContract,
        TransactionContract,
        StatementContract,
        CapacityContract,
        LongKeyContract,
        KeyLengthContract,
        TableContract,
        SettingsContract,
        StreamContract,
        ThroughputContract {
  private @Nullable TableStore store;

  /** A new, empty store. */
  protected abstract TableStore open();

  @BeforeEach
  void openStore() {
    store = AssertingTableStore.over(open());
  }

  @AfterEach
  void closeStore() {
    store().close();
  }

  @Override
  public TableStore store() {
    return Objects.requireNonNull(store);
  }
}
