/**
 * DynamoDB's protocol over HTTP. {@link io.larder.proxy.http.HttpProtocol} puts a channel together,
 * {@code RequestDecoder} reads requests by the {@code HeadRules}, {@code HttpConnection} keeps the
 * order of its requests and answers, as {@code ConnectionState} draws it: {@code Reception} takes a
 * request in, {@code RequestProcessor} rejects and decodes it in the service's order and hands it
 * to {@code proxy/call}, {@code Answerer} answers it, and {@code ReplyWriter} writes the bytes.
 */
@NullMarked
package io.larder.proxy.http;

import org.jspecify.annotations.NullMarked;
