package io.larder.proxy.upstream;

import java.time.Duration;

/**
 * What connections to the upstream may take.
 *
 * @param connections at most, over all event loops
 * @param waiting calls that wait for one of them, at most; the next one fails at once
 * @param connect most time until a connection is open, its handshake of TLS included
 * @param idle for so long a connection is kept that nothing is sent on: less than the upstream
 *     does, which would close it under a call
 * @param age for so long a connection is used, so that calls come to all addresses of the upstream
 * @param unacknowledged how long the system tries to bring over what has been sent; later nothing
 *     of it arrives any more. Without epoll that is as long as the system likes
 * @param answer bytes of the largest body that an answer may have
 * @param answers bytes of all bodies that are on their way and did not come at once
 */
public record ConnectionLimits(
    int connections,
    int waiting,
    Duration connect,
    Duration idle,
    Duration age,
    Duration unacknowledged,
    int answer,
    long answers) {

  /** What one of so many event loops may have of it. */
  ConnectionLimits share(int loops) {
    return new ConnectionLimits(
        Math.ceilDiv(connections, loops),
        Math.ceilDiv(waiting, loops),
        connect,
        idle,
        age,
        unacknowledged,
        answer,
        answers);
  }
}
