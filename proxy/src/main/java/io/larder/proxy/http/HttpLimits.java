package io.larder.proxy.http;

/**
 * What the server accepts of clients.
 *
 * @param bodyMemory most bytes of large request bodies in memory, over all connections
 * @param maxHeader most bytes of a request line, and of all headers
 * @param pipelinedRequests most requests that a connection may send ahead before it is read from
 *     again
 */
public record HttpLimits(
    int maxBody,
    long bodyMemory,
    int maxHeader,
    int connections,
    int pipelinedRequests,
    Timeouts timeouts) {}
