package io.larder.proxy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** Rights to tables of an upstream, which lets Larder do everything. */
final class UpstreamAuthorizationIT extends AuthorizationContract {
  private final Larder upstream = RunningLarder.inMemory(Map.of());

  @Override
  SecuredLarder open(Path folder) {
    return SecuredLarder.before(upstream, folder);
  }

  @AfterAll
  void stopUpstream() {
    upstream.close();
  }
}
