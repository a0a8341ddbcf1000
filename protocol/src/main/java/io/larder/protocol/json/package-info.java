/**
 * The JSON of every operation: request bytes become validated requests, responses and errors become
 * JSON. Start with {@link io.larder.protocol.json.RequestDecoder} and {@link
 * io.larder.protocol.json.ResponseEncoder}. A decoder reads the body in one pass into the members
 * of its request, reports what breaks the shape of the request together, then makes the checks that
 * need no table, in the service's order and words. Depends on every other package of this module;
 * none depends on it.
 */
@NullMarked
package io.larder.protocol.json;

import org.jspecify.annotations.NullMarked;
