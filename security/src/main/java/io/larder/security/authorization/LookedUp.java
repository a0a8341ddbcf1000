package io.larder.security.authorization;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.Directory;
import io.larder.store.Table;
import io.larder.store.access.TableAccess;
import org.jspecify.annotations.Nullable;

/** All tables. To be asked where one may block. */
record LookedUp(Directory directory) implements RequestConditions.Tables {
  @Override
  public @Nullable Table table(String nameOrArn) {
    Table known = directory.defined(nameOrArn);
    if (known != null) {
      return known;
    }
    try {
      return directory.find(nameOrArn);
    } catch (ServiceException e) {
      if (e.error() instanceof ServiceError.ResourceNotFound) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public TableAccess access(String nameOrArn) {
    TableAccess known = directory.access(nameOrArn);
    return known == null ? directory.findAccess(nameOrArn) : known;
  }

  @Override
  public boolean haveLooked() {
    return true;
  }
}
