package io.larder.proxy.http;

import io.larder.proxy.net.Phase;
import io.larder.proxy.net.Watched;

/** A connection and its decoder, which alone knows whether a head has begun. */
record WatchedHttp(HttpConnection connection, RequestDecoder decoder) implements Watched {
  @Override
  public Phase phase() {
    Phase phase = connection.phase();
    return phase == Phase.REQUEST && decoder.isWithinHead() ? Phase.HEADER : phase;
  }

  @Override
  public long lastAnswered() {
    return connection.lastAnswered();
  }

  @Override
  public long written() {
    return connection.written();
  }

  @Override
  public int receivedOfBody() {
    return connection.receivedOfBody();
  }

  @Override
  public void refuseSlowBody() {
    connection.refuseSlowBody();
  }
}
