package io.larder.security.query;

/**
 * What a caller is told.
 *
 * @param status of HTTP
 * @param requestId the id that is in the answer
 */
public record QueryAnswer(int status, String requestId, String xml) {}
