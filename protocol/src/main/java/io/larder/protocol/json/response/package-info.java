/**
 * The JSON of responses and errors. Start with {@link
 * io.larder.protocol.json.response.ResponseEncoder}. Knows {@code operation}, {@code item}, {@code
 * error} and {@code wire}, nothing of requests in JSON.
 */
@NullMarked
package io.larder.protocol.json.response;

import org.jspecify.annotations.NullMarked;
