/**
 * The JSON of every operation: request bytes become validated requests, responses and errors become
 * JSON. Start with {@link io.larder.protocol.json.RequestDecoder} and {@link
 * io.larder.protocol.json.ResponseEncoder}. A decoder reads the body in one pass into the draft of
 * its request ({@code protocol.draft}), which knows the rules and makes the request; the only
 * errors of this package are those of JSON that is none, or has the wrong type. Depends on every
 * other package of this module; none depends on it.
 */
@NullMarked
package io.larder.protocol.json;

import org.jspecify.annotations.NullMarked;
