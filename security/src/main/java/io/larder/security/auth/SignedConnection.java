package io.larder.security.auth;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a client proves with who it is, for all requests of a connection.
 *
 * @param signature in hexadecimal digits
 * @param stringToSign the lines that were signed: algorithm, date, scope, and the hash of a request
 *     that is the same for all
 * @param source of the client; null if it was gone before it could be asked for
 */
public record SignedConnection(
    String accessKey,
    String signature,
    String stringToSign,
    @Nullable String sessionToken,
    @Nullable InetAddress source) {}
