/**
 * DynamoDB's protocol over HTTP. {@link io.larder.proxy.http.HttpProtocol} puts a channel together,
 * {@code RequestDecoder} reads requests by the {@code HeadRules}, {@code HttpConnection} keeps the
 * order of its requests and answers, {@code RequestProcessor} rejects and decodes in the service's
 * order, {@code ReplyWriter} writes the bytes of an answer.
 */
@NullMarked
package io.larder.proxy.http;

import org.jspecify.annotations.NullMarked;
