package io.larder.proxy.dax;

/** That a request cannot be read by what is in memory, and must be where one may look it up. */
final class NotInMemory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotInMemory() {
    super("to be looked up", null, false, false);
  }
}
