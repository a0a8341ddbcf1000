package io.larder.proxy;

/** The same before an upstream. */
final class UpstreamDaxIT extends DaxContract {
  UpstreamDaxIT() {
    super(RunningLarder.beforeAnother(UNSIGNED));
  }
}
