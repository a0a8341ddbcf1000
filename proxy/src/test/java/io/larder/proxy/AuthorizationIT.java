package io.larder.proxy;

import java.nio.file.Path;
import java.util.Map;

/** Rights to tables of the bundled store. */
final class AuthorizationIT extends AuthorizationContract {
  @Override
  SecuredLarder open(Path folder) {
    return new SecuredLarder(folder, Map.of());
  }
}
