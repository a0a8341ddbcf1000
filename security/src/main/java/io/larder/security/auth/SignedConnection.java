package io.larder.security.auth;

import org.jspecify.annotations.Nullable;

/**
 * What a client proves with who it is, for all requests of a connection.
 *
 * @param signature in hexadecimal digits
 * @param stringToSign the lines that were signed: algorithm, date, scope, and the hash of a request
 *     that is the same for all
 */
public record SignedConnection(
    String accessKey, String signature, String stringToSign, @Nullable String sessionToken) {}
