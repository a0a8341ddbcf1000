package io.larder.security.authorization;

import io.larder.store.Directory;
import io.larder.store.Table;
import io.larder.store.access.TableAccess;
import org.jspecify.annotations.Nullable;

/** The tables that need not be looked up. */
record InMemory(Directory directory) implements RequestConditions.Tables {
  @Override
  public @Nullable Table table(String nameOrArn) {
    return directory.defined(nameOrArn);
  }

  @Override
  public @Nullable TableAccess access(String nameOrArn) {
    return directory.access(nameOrArn);
  }

  @Override
  public boolean haveLooked() {
    return false;
  }
}
