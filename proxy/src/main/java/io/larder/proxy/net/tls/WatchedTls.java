package io.larder.proxy.net.tls;

import io.larder.proxy.net.Phase;
import io.larder.proxy.net.Watched;

/** A connection that waits for its handshake before it waits for anything else. */
record WatchedTls(Handshake handshake, Watched inner) implements Watched {
  @Override
  public Phase phase() {
    return handshake.isDone() ? inner.phase() : Phase.HANDSHAKE;
  }

  @Override
  public long lastAnswered() {
    return inner.lastAnswered();
  }

  @Override
  public long written() {
    return inner.written();
  }

  @Override
  public int receivedOfBody() {
    return inner.receivedOfBody();
  }

  @Override
  public void refuseSlowBody() {
    inner.refuseSlowBody();
  }
}
