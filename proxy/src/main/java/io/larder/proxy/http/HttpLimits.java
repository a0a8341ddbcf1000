package io.larder.proxy.http;

/**
 * What the server accepts of clients.
 *
 * @param maxHeader most bytes of a request line, and of all headers
 * @param pipelinedRequests most requests that a connection may send ahead before it is read from
 *     again
 */
public record HttpLimits(int maxBody, int maxHeader, int pipelinedRequests) {}
