package io.larder.proxy;

import java.util.List;

final class DaxIT extends DaxContract {
  DaxIT() {
    super(List.of(RunningLarder.inMemory(UNSIGNED)));
  }
}
