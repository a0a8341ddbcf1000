package io.larder.proxy.http;

/**
 * What the server accepts of clients.
 *
 * @param requestMemory most bytes of requests and their answers in memory, over all connections
 * @param maxHeader most bytes of a request line, and of all headers
 * @param pipelinedRequests most requests that a connection may send ahead before it is read from
 *     again
 */
public record HttpLimits(
    int maxBody,
    long requestMemory,
    int maxHeader,
    int connections,
    int pipelinedRequests,
    Timeouts timeouts) {}
