package io.larder.store.trace;

/** Where threads have the trace of the request that they work on. */
final class Bound {
  static final ScopedValue<RequestTrace> TRACE = ScopedValue.newInstance();

  private Bound() {}
}
