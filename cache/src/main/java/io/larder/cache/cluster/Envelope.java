package io.larder.cache.cluster;

/**
 * What stands on every message.
 *
 * @param sender the incarnation of the sender, 0 if it is no member
 * @param receiver the incarnation of the node that it is meant for, as the sender knows it
 * @param horizon all writes of the sender before this one have ended, and the receiver has said
 *     that it knows
 */
record Envelope(long sender, long receiver, long horizon) {}
