package io.larder.cache.cluster;

import io.larder.store.SharedTables;
import io.larder.store.WriteObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the writes of other nodes do here: what they touch is in flux from before they are made
 * until it is known how they have ended. Used in turns only, but for {@link #tell}.
 */
final class RemoteWrites {
  private final Turns turns;
  private final ClusterClock clock;
  private final SharedTables tables;
  private final Duration quietTime;
  private final Post post;
  private final List<WriteObserver> observers = new CopyOnWriteArrayList<>();

  RemoteWrites(
      Turns turns, ClusterClock clock, SharedTables tables, Duration quietTime, Post post) {
    this.turns = turns;
    this.clock = clock;
    this.tables = tables;
    this.quietTime = quietTime;
    this.post = post;
  }

  /** Lets {@code observer} hear of them from now on. */
  void tell(WriteObserver observer) {
    observers.add(observer);
  }

  void begin(Peer peer, Message.Flux flux) {
    if (peer.mayBegin(flux.write())) {
      begin(peer, flux.write(), RemoteWrite.ofItems(flux.items(), tables, observers));
    }
  }

  void begin(Peer peer, Message.TablesFlux flux) {
    if (peer.mayBegin(flux.write())) {
      begin(peer, flux.write(), RemoteWrite.ofTables(flux.tableNames(), tables));
    }
  }

  private void begin(Peer peer, long number, RemoteWrite write) {
    peer.begin(number, write);
    turns.later(
        () -> {
          var _ =
              write
                  .begun()
                  .thenRun(
                      () -> turns.take(() -> post.send(peer, new Message.Answer(number, true))));
        });
  }

  void end(Peer peer, Message.Settle settle) {
    RemoteWrite write = peer.end(settle.write());
    if (write != null) {
      turns.later(() -> write.end(settle.end(), settle.images(), this::afterQuietTime));
    }
    post.send(peer, new Message.Settled(settle.write()));
  }

  /** All writes of that member before this one have ended. */
  void passed(Peer peer, long horizon) {
    end(peer.passed(horizon));
  }

  /** That member tells no more how its writes end, of which it begins none after this time. */
  void abandon(Peer peer, Duration until) {
    List<RemoteWrite> left = peer.abandon();
    if (!left.isEmpty()) {
      clock.schedule(until, () -> turns.take(() -> end(left)));
    }
  }

  private void end(List<RemoteWrite> unknown) {
    for (RemoteWrite write : unknown) {
      turns.later(() -> write.end(Message.End.UNKNOWN, List.of(), this::afterQuietTime));
    }
  }

  private void afterQuietTime(Runnable release) {
    clock.schedule(quietTime, release);
  }
}
