package io.larder.proxy.net;

/**
 * What the clients of all protocols may ask of the server together.
 *
 * @param connections most that are open at the same time
 * @param requestMemory most bytes of requests and their answers in memory
 */
public record NetLimits(int connections, long requestMemory, Timeouts timeouts) {}
