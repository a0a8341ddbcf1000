package io.larder.proxy.call;

/** Waits for the answer of one call. */
@FunctionalInterface
public interface Completion {
  /** Tells the answer: once, on any thread. Must not block. */
  void complete(Answer answer);
}
