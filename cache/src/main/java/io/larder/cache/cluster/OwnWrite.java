package io.larder.cache.cluster;

import io.larder.store.WriteScope;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A write of this node that the other members are told of. Used in turns only. */
final class OwnWrite {
  private final Message message;
  private final long number;
  private final long since;
  private final CompletableFuture<WriteScope> begun = new CompletableFuture<>();
  private final Set<Peer> unanswered = new HashSet<>();

  /**
   * @param message that tells of it
   * @param since when it began to wait, in nanoseconds of the clock
   */
  OwnWrite(Message message, long number, long since) {
    this.message = message;
    this.number = number;
    this.since = since;
  }

  Message message() {
    return message;
  }

  long number() {
    return number;
  }

  long since() {
    return since;
  }

  CompletableFuture<WriteScope> begun() {
    return begun;
  }

  /** Who has been told and has not answered. */
  Set<Peer> unanswered() {
    return unanswered;
  }
}
